import type { Request, Response } from 'express';

/** A request whose connection belongs to a known peer. */
export interface PeerRequest {
  request: Request;
  response: Response;
  /** Identifier of the authority. */
  peer: string;
}
