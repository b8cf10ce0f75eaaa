// The styles all others build on, in the order in which they overrule one another. Imported before any panel.
import '@mantine/core/styles.layer.css';
import '@mantine/dropzone/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './tokens.css';
import './base.css';
import './mantine.css';
import './screens.css';
import './table-list.css';
