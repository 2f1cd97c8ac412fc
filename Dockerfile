ARG BASE_IMAGE=python:3.13-slim
FROM ${BASE_IMAGE}

# Wheels only, each by its hash. Stubs and headers serve nobody at run time; bytecode does, at every start.
COPY requirements/image.txt /app/requirements.txt
RUN python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
      --no-compile --only-binary=:all: --require-hashes --target /app -r /app/requirements.txt \
 && rm -rf /app/bin \
 && find /app -type f \( -name '*.pyi' -o -name '*.pxd' -o -name '*.pxi' -o -name '*.h' \) -delete \
 && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app

COPY --chmod=0755 entrypoint.py settle.py /app/
COPY cv_action /app/cv_action
RUN python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app/cv_action

ENTRYPOINT ["/usr/local/bin/python", "-I", "/app/entrypoint.py"]
