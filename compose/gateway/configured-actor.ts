import type { Actor } from '../../gateway/operations/actor.ts';
import type { ClientConfiguration } from '../configuration/gateway-configuration.ts';

/** Who a client of the configuration is to the operations. */
export function configuredActor({ kind, id, supervisor }: ClientConfiguration): Actor {
  return supervisor === true ? { kind, id, supervises: true } : { kind, id };
}
