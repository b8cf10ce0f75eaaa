// The server of many a tutorial: Express, a path with a file name, a stream of the file. Arguments: folder, port.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import express from 'express';

const [folder = '', port = '0'] = process.argv.slice(2);
const app = express();
app.get('/firmware/:name', (request, response) => {
  const file = path.join(folder, request.params.name);
  if (!existsSync(file)) {
    response.status(404).send('Not found');
    return;
  }
  response.setHeader('Content-Length', statSync(file).size);
  response.setHeader('Content-Type', 'application/octet-stream');
  const stream = createReadStream(file);
  stream.on('open', () => stream.pipe(response));
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
});
const read = (name) => readFileSync(path.join(folder, name));
createServer({ key: read('key.pem'), cert: read('cert.pem') }, app).listen(Number(port), '127.0.0.1');
