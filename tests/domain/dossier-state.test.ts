import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf } from '../../src/domain/balance.ts';
import type { DossierState, DossierTransition } from '../../src/domain/dossier-state.ts';
import {
  DOSSIER_STATES,
  DOSSIER_TRANSITIONS,
  isOutstanding,
  nextState,
} from '../../src/domain/dossier-state.ts';

const transitions = Object.keys(DOSSIER_TRANSITIONS) as DossierTransition[];

describe("a dossier's life", () => {
  it('runs from draft to purged by the arrows of the table, and by no others', () => {
    const allowed = transitions.map((name) => `${DOSSIER_TRANSITIONS[name].from} ${name}`);
    const found = DOSSIER_STATES.flatMap((state) =>
      transitions.filter((name) => nextState(state, name)).map((name) => `${state} ${name}`),
    );
    expect(found.toSorted()).toEqual(allowed.toSorted());
  });

  it('never leaves purged', () => {
    expect(transitions.map((name) => nextState('purged', name)).filter(Boolean)).toEqual([]);
  });

  it('only a receipt ends what is outstanding', () => {
    for (const name of transitions) {
      const { from, to } = DOSSIER_TRANSITIONS[name];
      if (isOutstanding(from) && !isOutstanding(to)) expect(name).toBe('acknowledge');
    }
  });
});

describe('the balance', () => {
  it('holds for every walk through the table, and names a dossier that vanished', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...transitions), { maxLength: 20 }), { maxLength: 20 }),
        (walks) => {
          const states = new Map<string, DossierState>();
          const captured = new Set<string>();
          const accepted = new Set<string>();
          walks.forEach((walk, index) => {
            const id = String(index);
            let state: DossierState = 'draft';
            for (const name of walk) {
              const next = nextState(state, name);
              if (!next) continue;
              if (name === 'confirm') captured.add(id);
              if (name === 'acknowledge') accepted.add(id);
              state = next;
            }
            states.set(id, state);
          });
          const balance = balanceOf({
            capturedInAudit: captured,
            acceptedByReceipt: accepted,
            states,
          });
          expect(balance.balanced).toBe(true);
          expect(balance.captured).toBe(balance.acknowledged + balance.outstanding);
          const [lost] = captured;
          if (lost === undefined) return;
          states.delete(lost);
          const broken = balanceOf({
            capturedInAudit: captured,
            acceptedByReceipt: accepted,
            states,
          });
          expect(broken.unaccounted).toEqual([lost]);
        },
      ),
    );
  });

  it('sees a dossier acknowledged without a receipt, and a receipt without its dossier', () => {
    const capturedInAudit = new Set(['a', 'b']);
    const states = new Map<string, DossierState>([
      ['a', 'acknowledged'],
      ['b', 'sent'],
    ]);
    const balance = balanceOf({ capturedInAudit, acceptedByReceipt: new Set(['b']), states });
    expect(balance).toMatchObject({ balanced: false, unaccounted: ['a', 'b'] });
  });
});
