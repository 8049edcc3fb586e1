import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';

const Reach = createContext(true);

/** Screens below hear the keyboard's hotkeys and scanners only while `active` (not under the lock). */
export function KeyboardReach({ active, children }: { active: boolean; children: ReactNode }) {
  return <Reach value={active}>{children}</Reach>;
}

export function useKeyboardReach(): boolean {
  return useContext(Reach);
}
