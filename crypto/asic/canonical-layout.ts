import { CryptoError } from '../error.ts';
import { readExactly } from './random-access.ts';
import type { Container } from './read-container.ts';
import { planContainer } from './write-container.ts';

/**
 * Checks that every octet of a container outside its parts is what our writer puts there: the same parts written again would give
 * the same file, so nothing can be hidden in times, attributes or extra fields. Throws `container-not-canonical`.
 */
export async function requireCanonicalLayout(container: Pick<Container, 'reader' | 'entries'>): Promise<void> {
  const { reader, entries } = container;
  const plan = planContainer({ entries: entries.slice(1).map(({ name, size, crc32 }) => ({ name, size, crc32, source: undefined })) });
  if (plan.length !== reader.size) throw notCanonical();
  const [start, ...headers] = plan.headers;
  const places = [{ octets: start, offset: 0 }];
  for (const [index, part] of plan.parts.entries()) {
    const octets = headers[index];
    places.push({ octets, offset: part.dataOffset - (octets?.length ?? 0) });
  }
  places.push({ octets: plan.directory, offset: plan.length - plan.directory.length });
  for (const { octets, offset } of places) {
    if (octets === undefined || !octets.equals(await readExactly(reader, offset, octets.length))) throw notCanonical();
  }
}

function notCanonical(): CryptoError {
  return new CryptoError('container-not-canonical', 'the container is not written octet for octet as our packages are');
}
