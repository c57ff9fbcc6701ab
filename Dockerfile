# syntax=docker/dockerfile:1
FROM rust:1.95.0-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY .cargo .cargo
COPY Cargo.toml Cargo.lock clippy.toml ./
COPY src src
COPY data data
COPY migrations migrations
COPY openapi openapi
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked \
    && install -D target/release/offre-bailleurs /out/offre-bailleurs \
    && strip /out/offre-bailleurs \
    && install -d -o 10001 -g 10001 /out/data

FROM debian:bookworm-slim
# PostgreSQL over TLS checks certificates against these.
COPY --from=build /etc/ssl/certs /etc/ssl/certs
COPY --from=build /out/offre-bailleurs /usr/local/bin/offre-bailleurs
COPY --from=build --chown=10001:10001 /out/data /data
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV BIND=0.0.0.0:8080 DATABASE_URL=sqlite:///data/offre-bailleurs.db LOG_FORMAT=json
EXPOSE 8080
# SIGTERM lets the requests in flight finish.
STOPSIGNAL SIGTERM
# The shell's own TCP: the image has no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && IFS= read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["offre-bailleurs"]
CMD ["serve"]
