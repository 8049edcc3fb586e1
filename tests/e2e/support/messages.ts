import vi from '../../../resources/messages/vi.json' with { type: 'json' };

export type MessageKey = keyof typeof vi;

/** What the window says in Vietnamese for a key, with simple values filled in. */
export function say(
  key: MessageKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return vi[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The words of a message that stand fast, around its plurals and values. */
export function fixedWords(key: MessageKey): string[] {
  const pieces = [''];
  let depth = 0;
  for (const character of vi[key]) {
    if (character === '{') {
      if (depth === 0) pieces.push('');
      depth += 1;
    } else if (character === '}') depth -= 1;
    else if (depth === 0) pieces.push((pieces.pop() ?? '') + character);
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece.length > 1);
}
