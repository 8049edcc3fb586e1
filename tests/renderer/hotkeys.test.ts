import { describe, expect, test } from 'vitest';
import {
  HOTKEYS,
  HOTKEY_GROUPS,
  isPressed,
  keySigns,
} from '../../src/renderer/keyboard/hotkeys.ts';

const plain = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe('the table of keys', () => {
  test('no two keys of one place collide, nor with those that work everywhere', () => {
    for (const group of HOTKEY_GROUPS) {
      const keys = Object.values(HOTKEYS)
        .filter((hotkey) => hotkey.group === group || hotkey.group === 'everywhere')
        .map((hotkey) => hotkey.keys);
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  test('a key with a modifier is not the key without it', () => {
    expect(isPressed('Ctrl+Enter', { ...plain, key: 'Enter', ctrlKey: true })).toBe(true);
    expect(isPressed('Ctrl+Enter', { ...plain, key: 'Enter' })).toBe(false);
    expect(isPressed('F4', { ...plain, key: 'F4' })).toBe(true);
    expect(isPressed('F4', { ...plain, key: 'F4', altKey: true })).toBe(false);
  });

  test('plus and minus are meant by the key, whichever of its signs the keyboard sends', () => {
    for (const press of [
      { ...plain, key: '+', ctrlKey: true },
      { ...plain, key: '=', ctrlKey: true },
      { ...plain, key: '+', ctrlKey: true, shiftKey: true },
    ]) {
      expect(isPressed('Ctrl+Plus', press)).toBe(true);
      expect(isPressed('Ctrl+Minus', press)).toBe(false);
    }
    expect(isPressed('Ctrl+Plus', { ...plain, key: '+' })).toBe(false);
  });

  test('keys are shown as they are printed', () => {
    expect(keySigns(HOTKEYS.back.keys)).toEqual(['Alt', '←']);
  });
});
