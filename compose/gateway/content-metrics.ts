import { Counter, Gauge, type Registry } from 'prom-client';
import type { GatewayDependencies } from '../../gateway/dependencies.ts';
import { everyRow } from '../../gateway/resumable/every-row.ts';

/** What is on its way: octets by step, uploads of clients, transfers of peers. Nothing in it names a message. */
export function watchContent(registers: Registry[], { ledger, progress }: Pick<GatewayDependencies, 'ledger' | 'progress'>): void {
  const labelNames = ['step'];
  new Counter({
    name: 'valija_content_octets_total',
    help: 'Octets of content uploaded, sealed, sent, received and opened',
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { step, octets } of progress.totals()) this.inc({ step }, octets);
    },
  });
  new Gauge({
    name: 'valija_content_under_way',
    help: 'Contents being uploaded, sealed, sent, received or opened now',
    labelNames,
    registers,
    collect() {
      for (const { step, underWay } of progress.totals()) this.set({ step }, underWay);
    },
  });
  new Gauge({
    name: 'valija_content_remaining_octets',
    help: 'Octets that are left of them',
    labelNames,
    registers,
    collect() {
      for (const { step, remaining } of progress.totals()) this.set({ step }, remaining);
    },
  });
  for (const table of ['uploads', 'transfers'] as const) {
    const whose =
      table === 'uploads' ? 'Uploads of clients that no message has taken over' : 'Transfers of peers that are not messages yet';
    new Gauge({
      name: `valija_${table}`,
      help: whose,
      registers,
      async collect() {
        this.set((await everyRow(ledger, table)).length);
      },
    });
    new Gauge({
      name: `valija_${table}_octets`,
      help: `${whose}: their octets as announced`,
      registers,
      async collect() {
        this.set((await everyRow(ledger, table)).reduce((sum, { value }) => sum + value.length, 0));
      },
    });
  }
}
