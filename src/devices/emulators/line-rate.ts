import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The rate out of `struct termios2` (Linux, asm-generic/termbits.h: TCGETS2, `c_ospeed` at byte 40). Of rates beyond the
 * operating system's own list stty knows nothing and says 0; Perl is part of every Debian.
 */
const READ_TERMIOS2 = `
use Fcntl;
sysopen(my $line, $ARGV[0], O_RDWR | O_NOCTTY) or die "$!";
my $settings = "\\0" x 44;
ioctl($line, 0x802C542A, $settings) or die "$!";
print unpack("x40 L", $settings);`;

/** The rate that the host has set on its end of the line, in bit/s. */
export async function readLineRate(path: string): Promise<number> {
  const { stdout } = await run('stty', ['-F', path, 'speed']);
  const rate = Number.parseInt(stdout, 10);
  if (rate !== 0) return rate;
  const asked = await run('perl', ['-e', READ_TERMIOS2, path]);
  return Number.parseInt(asked.stdout, 10);
}
