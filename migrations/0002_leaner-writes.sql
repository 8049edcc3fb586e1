-- A capture is saved while the officer waits: every index that such a write touches is a page to encrypt and to sync.

-- Only confirmations are looked up by their kind (the balance); the other kinds no longer pay for it.
DROP INDEX auditByKind;
CREATE INDEX auditConfirmations ON audit (sequence) WHERE kind = 'dossier.confirmed';

-- A draft's updatedAt moves with every capture; without it the index stays as it is.
DROP INDEX dossiersByState;
CREATE INDEX dossiersByState ON dossiers (state);
