/**
 * The way in: every npm script of the project starts here, on whatever Node the machine has.
 *
 * Sets up what a command needs (npm packages, Debian packages, Electron, the build) and skips what
 * is there already; then hands over to the project's own Node. Plain JavaScript without packages,
 * because on a fresh clone there are none yet. All it says goes to stderr: stdout belongs to the
 * command.
 */
import process from 'node:process';

const oldestNode = [20, 11];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  process.stderr.write(
    `This machine has Node ${process.versions.node}; Tram needs Node ${oldestNode.join('.')} or newer ` +
      'to set itself up. Install a newer Node (nodejs.org) and run the command again.\n',
  );
  process.exitCode = 1;
} else {
  const { runCommand } = await import('./setup/commands.mjs');
  process.exitCode = await runCommand(process.argv.slice(2));
}
