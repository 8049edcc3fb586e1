import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { backgroundLight } from '../../src/imaging/background-light.ts';
import { FRAME, frameWith } from './person-before-wall.ts';

const SITTING = { middle: 0.5, top: 0.1, scale: 1 } as const;

function wall(colour: string): Promise<Buffer> {
  return sharp({ create: { ...FRAME, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();
}

describe('the light on the wall', () => {
  test('is the same with somebody before it and without', async () => {
    const empty = await backgroundLight(await wall('#c8c8c8'));
    const taken = await backgroundLight(await frameWith(SITTING, '#c8c8c8'));
    if (!empty.ok || !taken.ok) throw new Error('the wall is plain');
    expect(empty.value.luminance).toBeCloseTo(200, 0);
    expect(Math.abs(empty.value.luminance - taken.value.luminance)).toBeLessThan(2);
    expect(empty.value.burntShare).toBe(0);
  });

  test('of a lamp that burns the picture out is told by the share', async () => {
    const burnt = await backgroundLight(await wall('#ffffff'));
    expect(burnt).toMatchObject({ ok: true, value: { burntShare: 1 } });
  });

  test('is not measured on a pattern, in the dark, and of what is no picture', async () => {
    const { width, height } = FRAME;
    const checks = Uint8Array.from({ length: width * height }, (_, at) =>
      (((at % width) >> 3) + (Math.floor(at / width) >> 3)) & 1 ? 240 : 60,
    );
    const pattern = await sharp(checks, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    expect(await backgroundLight(pattern)).toEqual({ ok: false, error: 'not-plain' });
    expect(await backgroundLight(await wall('#303030'))).toEqual({ ok: false, error: 'not-plain' });
    expect(await backgroundLight(Uint8Array.of(1, 2, 3))).toEqual({
      ok: false,
      error: 'not-an-image',
    });
  });
});
