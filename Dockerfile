# A slim image without compilers, secrets or root.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/base.txt
COPY . /app
WORKDIR /app
RUN for po in locale/*/LC_MESSAGES/django.po; do \
      /opt/venv/bin/pybabel --quiet compile -i "$po" -o "${po%.po}.mo"; done \
 && DJANGO_SETTINGS_MODULE=portal.settings.demo PORTAL_VAR_DIR=/app/var \
      /opt/venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
# What WeasyPrint draws letters with, and the Chinese typeface they embed.
RUN apt-get update && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production PORTAL_VAR_DIR=/app/var
RUN useradd --system --uid 10001 --home-dir /app portal
COPY --from=build /opt/venv /opt/venv
COPY --from=build --chown=portal:portal /app /app
WORKDIR /app
RUN mkdir -p /app/var/files && chown -R portal:portal /app/var
USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--limit-request-line", "8190"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-m", "portal.probe", "http://127.0.0.1:8000/healthz"]
