import { GatewayError } from '../error.ts';

/** Who calls an operation, as the interface authenticated it. `id` is the authority's own identifier of the system or officer. */
export interface Actor {
  kind: 'system' | 'officer' | 'operator' | 'auditor';
  id: string;
  /** May have something sent that a legal rule stops, with a reason that is recorded. */
  supervises?: true;
  /** How it was authenticated, when not by the certificate of its connection: evidence states it. */
  assertion?: { at: Date };
}

/** Refuses with `actor-not-allowed` unless the actor's kind is one of those named. */
export function requireActor(actor: Actor, kinds: readonly Actor['kind'][]): void {
  if (!kinds.includes(actor.kind)) throw new GatewayError('actor-not-allowed', `a ${actor.kind} may not do this`);
}
