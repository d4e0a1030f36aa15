import { createGatewayFixture } from '../support/gateway-fixture.ts';
import { startPeerServer } from '../support/peer-server.ts';
import { peerTransportContract } from './peer-transport.suite.ts';

peerTransportContract('undici', async () => {
  const fixture = await createGatewayFixture();
  const server = await startPeerServer(fixture, fixture.recipient);
  const { sender, recipient } = fixture;
  return {
    transport: sender.dependencies.transport,
    sender,
    recipient,
    peer: () => {
      const record = sender.dependencies.directory.authority(recipient.identifier);
      if (record === undefined) throw new Error('the directory lost the recipient');
      return record;
    },
    close: async () => {
      await server.stop();
      await fixture.close();
    },
  };
});
