"""Python's http.server over TLS, as ESP-IDF's tests run it. Arguments: folder, port."""

import http.server
import os
import ssl
import sys

FOLDER, PORT = sys.argv[1], int(sys.argv[2])
os.chdir(FOLDER)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """One that writes no log."""

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass


server = http.server.HTTPServer(("127.0.0.1", PORT), Quiet)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.handle_error = lambda *_: None
server.serve_forever()
