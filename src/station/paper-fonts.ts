import { join } from 'node:path';

/** The typeface of papers: Be Vietnam Pro, whole, so that every Vietnamese letter is there. */
export function paperFonts(applicationDirectory: string): {
  regularPath: string;
  semiBoldPath: string;
} {
  const fonts = join(applicationDirectory, 'resources', 'fonts');
  return {
    regularPath: join(fonts, 'BeVietnamPro_400Regular.ttf'),
    semiBoldPath: join(fonts, 'BeVietnamPro_600SemiBold.ttf'),
  };
}
