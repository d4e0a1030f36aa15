import { ledgerSuite } from './ledger.suite.ts';
import { logRowsSuite } from './log-rows.suite.ts';
import { outboxSuite } from './outbox.suite.ts';
import { makeSqlitePlace } from './sqlite-place.ts';

ledgerSuite('sqlite', makeSqlitePlace);
outboxSuite('sqlite', makeSqlitePlace);
logRowsSuite('sqlite', makeSqlitePlace);
