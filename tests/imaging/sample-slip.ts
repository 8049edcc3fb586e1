import { fileURLToPath } from 'node:url';
import type { PdfFonts } from '../../src/imaging/pdf-page.ts';
import type { Slip } from '../../src/imaging/slip-pdf.ts';

const fontFile = (name: string): string =>
  fileURLToPath(new URL(`../../resources/fonts/${name}`, import.meta.url));

export const FONTS: PdfFonts = {
  regularPath: fontFile('BeVietnamPro_400Regular.ttf'),
  semiBoldPath: fontFile('BeVietnamPro_600SemiBold.ttf'),
};

/** A slip with long Vietnamese values and every diacritic stack that the language has. */
export const SAMPLE_SLIP: Slip = {
  agencyLines: ['CÔNG AN TỈNH NGHỆ AN', 'CÔNG AN PHƯỜNG TRƯỜNG VINH'],
  headingLines: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'],
  labels: {
    title: 'GIẤY HẸN TRẢ KẾT QUẢ',
    subtitle: 'Số: 040-2611-000123',
    qrCaption: 'Quét mã này khi đến nhận kết quả',
    trainingMark: 'TẬP HUẤN',
  },
  highlights: [
    ['Ngày hẹn trả kết quả', 'Thứ Ba, ngày 01 tháng 12 năm 2026'],
    ['Nơi nhận', 'Trụ sở Công an phường Trường Vinh, số 7 đường Nguyễn Trường Tộ'],
  ],
  rows: [
    ['Họ, chữ đệm và tên', 'NGUYỄN THỊ HƯỜNG'],
    ['Số định danh cá nhân', '040195001234'],
    ['Ngày, tháng, năm sinh', '02/09/1995'],
    ['Loại thủ tục', 'Đổi thẻ căn cước (đủ 25 tuổi)'],
    ['Nơi thường trú', 'Khối Yên Vinh, phường Trường Vinh, tỉnh Nghệ An'],
    ['Ngày thu nhận', '22/11/2026 19:45'],
  ],
  signatures: ['Công dân', 'Cán bộ tiếp nhận'],
  qrText: 'TRAM1:040-2611-000123:7QK2-M9XA',
  training: false,
  footer: 'Khi đến nhận kết quả, công dân mang theo giấy hẹn này và thẻ cũ (nếu có).',
  createdAt: new Date('2026-11-22T12:45:00Z'),
};
