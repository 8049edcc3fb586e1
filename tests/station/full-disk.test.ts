import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunningStation } from './support/running-station.ts';

it('a disk that fills up at the moment of saving is told in words, and nothing that was saved is lost', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'tram-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', directory]);
  if (mounted.status !== 0) {
    rmSync(directory, { recursive: true });
    context.skip('a small file system cannot be mounted here: the test needs root');
    return;
  }
  try {
    const station = await RunningStation.start({}, { directory });
    await station.officerOnShift();
    const citizen = station.citizen(51);
    const { dossierId } = await station.newDossier(citizen);
    await station.call('dossier.saveGroup', {
      dossierId,
      group: 'origin',
      data: citizen.data.origin,
    });
    const ballast = join(directory, 'ballast');
    const { bavail, bsize } = statfsSync(directory);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));

    let refused: string | undefined;
    for (let save = 0; refused === undefined && save < 400; save += 1) {
      const data = { ...citizen.data.person, occupation: `${save} `.repeat(60) };
      const answer = await station.ask('dossier.saveGroup', { dossierId, group: 'person', data });
      if (!answer.ok) refused = answer.error.code;
    }
    expect(refused).toBe('disk-full');

    await station.crashAndRestart();
    const dossier = await station.call('dossier.get', { dossierId });
    expect(dossier.groups['origin']).toEqual(citizen.data.origin);
    rmSync(ballast);
    const data = citizen.data.person;
    await station.call('dossier.saveGroup', { dossierId, group: 'person', data });
    await station.client.stop();
  } finally {
    spawnSync('umount', ['-l', directory]);
    rmSync(directory, { recursive: true, force: true });
  }
}, 60_000);
