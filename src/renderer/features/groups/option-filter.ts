import type { OptionsFilter } from '@mantine/core';
import { searchText } from '../../../domain/search-text.ts';

/** Options whose words contain what was typed, with or without diacritics; word beginnings first. */
export const filterWithoutDiacritics: OptionsFilter = ({ options, search }) => {
  const typed = searchText(search);
  if (typed === '') return options;
  const ranked = options.flatMap((option) => {
    if (!('label' in option)) return [];
    const rank = rankOf(searchText(String(option.label)), typed);
    return rank === 0 ? [] : [{ option, rank }];
  });
  return ranked.toSorted((a, b) => b.rank - a.rank).map(({ option }) => option);
};

/** 3: the whole of it; 2: a word begins with it; 1: it is somewhere inside; 0: not there. */
export function rankOf(text: string, typed: string): 0 | 1 | 2 | 3 {
  if (text === typed) return 3;
  if (` ${text}`.includes(` ${typed}`)) return 2;
  return text.includes(typed) ? 1 : 0;
}
