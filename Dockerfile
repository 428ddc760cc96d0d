# The server with its knowledge compiled in. Build it in a checkout: docker build -t whichml .
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
# the wheel holds the compiled knowledge, so that a container answers at once and compiles nothing
# what builds it is pinned too: the first variable is for pip before 25.3, the second for later ones
RUN PIP_CONSTRAINT=/src/constraints.txt PIP_BUILD_CONSTRAINT=/src/constraints.txt \
    pip wheel --no-cache-dir --wheel-dir /wheels ".[server,postgresql]"

FROM python:3.11-slim-bookworm
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --no-deps /wheels/*.whl \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin whichml \
    && install --directory --owner whichml --group whichml /var/lib/whichml
# whichml writes below /var/lib/whichml, and counters of its processes into /tmp: all else may be read-only
ENV WHICHML_HOST=0.0.0.0 \
    WHICHML_PORT=8000 \
    WHICHML_ANSWERS=/var/lib/whichml/answers.sqlite3 \
    WHICHML_CACHE=/var/lib/whichml/cache \
    PYTHONUNBUFFERED=1
COPY scripts/container_health.py /usr/local/share/whichml/container_health.py
USER 10001:10001
VOLUME /var/lib/whichml
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-I", "/usr/local/share/whichml/container_health.py"]
ENTRYPOINT ["whichml"]
CMD ["serve"]
