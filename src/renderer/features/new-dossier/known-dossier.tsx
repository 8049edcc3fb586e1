import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';

/** Dossiers that this station already has of the same citizen: a second one is seldom meant. */
export function KnownDossier({ citizenNumber }: { citizenNumber: string }) {
  const t = useT();
  const { data } = useStationQuery('dossier.list', { query: citizenNumber, states: [], limit: 3 });
  const known = data?.filter((dossier) => dossier.citizenNumber === citizenNumber) ?? [];
  return known.map((dossier) => (
    <Notice key={dossier.dossierId} tone="warning">
      <p>
        {t('new-dossier.known-dossier', {
          number: dossier.dossierNumber,
          state: t(`dossier-state.${dossier.state}`),
        })}
      </p>
    </Notice>
  ));
}
