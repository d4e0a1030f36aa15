import { ledgerSuite } from './ledger.suite.ts';
import { ledgerBackupSuite } from './ledger-backup.suite.ts';
import { ledgerDurability } from './ledger-durability.suite.ts';
import { ledgerProperties } from './ledger-properties.suite.ts';
import { logRowsSuite } from './log-rows.suite.ts';
import { outboxSuite } from './outbox.suite.ts';
import { makeSqlitePlace } from './sqlite-place.ts';

ledgerSuite('sqlite', makeSqlitePlace);
outboxSuite('sqlite', makeSqlitePlace);
logRowsSuite('sqlite', makeSqlitePlace);
ledgerProperties('sqlite', makeSqlitePlace);
ledgerDurability('sqlite', makeSqlitePlace);
ledgerBackupSuite('sqlite', makeSqlitePlace);
