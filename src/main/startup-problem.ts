import { app, dialog } from 'electron';
import type { CustodyError } from './key-custody.ts';

/**
 * Ends the shell for a reason that is told where the reader can see it: on the terminal, and in a window
 * when there is no terminal.
 * @param code 2 for the command line, 3 for the data folder
 */
export function refuse(sentence: string, code: 2 | 3): never {
  process.stderr.write(`${sentence}\n`);
  if (app.isPackaged && !process.stderr.isTTY) dialog.showErrorBox('Trạm', sentence);
  return process.exit(code);
}

/** What happened to the store's key, is the data safe, what to do: Vietnamese, then English. */
export function custodySentence(error: CustodyError): string {
  switch (error.code) {
    case 'backend-changed':
      return (
        `Khóa của kho hồ sơ do «${error.was}» giữ, nay máy dùng «${error.is}». Hồ sơ vẫn nguyên vẹn ` +
        'nhưng chưa mở được. Hãy đăng nhập máy bằng môi trường làm việc như trước, hoặc gọi kỹ thuật viên.\n' +
        `The store's key is kept by "${error.was}", and this session has "${error.is}". The records are ` +
        'intact but cannot be opened. Sign in to the desktop used before, or call the technician.'
      );
    case 'cannot-unwrap':
      return (
        `Kho khóa của hệ điều hành («${error.backend}») không mở được khóa của kho hồ sơ. Hồ sơ vẫn ` +
        'nguyên vẹn. Hãy mở khóa kho khóa, dùng đúng tài khoản trên đúng máy này, hoặc gọi kỹ thuật viên.\n' +
        `The operating system's key store ("${error.backend}") does not open the store's key. The records ` +
        'are intact. Unlock the key store, use the same account on this machine, or call the technician.'
      );
    case 'key-file-damaged':
      return (
        'Tệp khóa key-os.json bị hỏng. Hồ sơ vẫn nguyên vẹn nhưng chưa mở được. Hãy khôi phục tệp này từ ' +
        'bản sao lưu, hoặc gọi kỹ thuật viên.\n' +
        'The key file key-os.json is damaged. The records are intact but cannot be opened. Restore the ' +
        'file from a backup, or call the technician.'
      );
  }
}
