import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './fonts.css';
import './variables.css';
import './page.css';
import './mantine.css';
