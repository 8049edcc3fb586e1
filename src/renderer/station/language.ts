import { useEffect } from 'react';
import { create } from 'zustand';
import type { Language } from '../../domain/language.ts';
import { useCall } from './hooks.ts';
import { useSession } from './session.ts';

/** Chosen before the store was open, when the station could not keep it yet. */
const useEarlyChoice = create<{ readonly language: Language | null }>(() => ({ language: null }));

/** The language of the screens. */
export function useLanguage(): Language {
  const session = useSession();
  const early = useEarlyChoice((choice) => choice.language);
  return session?.language ?? early ?? 'vi';
}

/** Changes it: at the station, or in the page until there is a station to keep it. */
export function useChangeLanguage(): (language: Language) => void {
  const session = useSession();
  const { call } = useCall('session.setLanguage');
  return (language) => {
    if (session) void call({ language });
    else useEarlyChoice.setState({ language });
  };
}

/** Gives an early choice to the station as soon as it can keep it. Mounted once, by the app. */
export function useKeepEarlyLanguage(): void {
  const known = useSession()?.language;
  const early = useEarlyChoice((choice) => choice.language);
  const { call } = useCall('session.setLanguage');
  useEffect(() => {
    if (known === undefined || early === null) return;
    useEarlyChoice.setState({ language: null });
    if (early !== known) void call({ language: early });
  }, [known, early, call]);
}
