# One image for every process of Valija: the command says which. Configuration and keys come in at /etc/valija, data goes to /var/lib/valija.
FROM node:24-bookworm-slim

ENV NODE_ENV=production
WORKDIR /opt/valija

# Libraries first: this layer changes only with the lock. The image's own Node 24 runs everything, so the one among the libraries goes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node && npm cache clean --force

# .dockerignore lets in the product's folders and nothing else.
COPY . .

RUN install --directory --owner=node --group=node --mode=0700 /var/lib/valija
USER node
VOLUME /var/lib/valija
STOPSIGNAL SIGTERM
# As bootstrap/launch.mjs starts it outside a container.
ENV NODE_OPTIONS=--max-semi-space-size=8
ENTRYPOINT ["node", "/opt/valija/cli/main.ts"]
CMD ["gateway", "--config", "/etc/valija/gateway.json"]
