# Realign in a container, by the README's two commands. This recipe is not built by the tests.
#   docker build -t realign . && docker run --rm -v "$PWD/runs:/home/realign/work/runs" realign +task=summarize
#   docker build --target develop -t realign-develop . && docker run --rm realign-develop
FROM python:3.11-slim AS base
RUN useradd --create-home --uid 1000 realign
USER realign
ENV VIRTUAL_ENV=/home/realign/venv PATH=/home/realign/venv/bin:$PATH PIP_NO_CACHE_DIR=1 HF_HUB_OFFLINE=1
RUN python -m venv "$VIRTUAL_ENV"
WORKDIR /home/realign/code
COPY --chown=realign . .

# To work on it (its torch is the default build, which is large).
FROM base AS develop
RUN pip install -e ".[dev]" -c constraints.txt
CMD ["pytest"]

# To use it.
FROM base AS use
RUN pip install -e . -c constraints.txt && mkdir -p /home/realign/work/runs
WORKDIR /home/realign/work
ENTRYPOINT ["python", "-m", "nlp.run"]
CMD ["+task=summarize"]
