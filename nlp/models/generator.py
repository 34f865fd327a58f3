"""An encoder–decoder of the transformers library as a function from texts to texts.

Loaded at first use, from a folder or hub id; ``generate`` is called directly, batches hold texts of like
length up to a number of tokens (halved when memory runs out), and equal texts are generated once.
``Generator("FOLDER", beams=4).write(["The army left Kidal on Monday …"], tokens=60)``
Source: https://huggingface.co/docs/transformers
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlp.errors import UserError
from nlp.models import transformer

_BATCH = 8_192  # tokens with padding, over all beams
_WINDOW = 1_024  # tokens, where neither model nor tokenizer says how many can be read


@dataclass(eq=False)
class Generator:
    """Texts in, texts out.

    Parameters
    ----------
    path
        Folder that ``save_pretrained`` wrote, or hub id ``OWNER/NAME``.
    beams, no_repeat, length_penalty
        Beams; length in tokens of what may not be said twice (0: anything may); above 0: longer is better.
    language
        Token that the answer must begin with, such as 'fr_XX' for mBART; '' for models of one language.
    window
        Tokens read at once; 0: as many as the model can.
    precision
        'auto', 'float32' or 'bfloat16'.
    """

    path: str | None
    beams: int = 4
    no_repeat: int = 3
    length_penalty: float = 1.0
    language: str = ""
    window: int = 0
    precision: str = "auto"

    @cached_property
    def room(self) -> int:
        """Tokens of text that can be read at once."""
        config = self.network.config
        own = [getattr(config, name, 0) for name in ("max_position_embeddings", "n_positions")]
        known = [size for size in (self.window, *own, self.tokenizer.model_max_length) if size]
        room = min([*known, _WINDOW]) - self.tokenizer.num_special_tokens_to_add()
        if room < 1:
            raise UserError(f"model.window: {self.window} leaves no room for text. Use 16 or more.")
        return int(room)

    def length(self, text: str) -> int:
        """Return how many tokens ``text`` has."""
        return len(self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def write(self, texts: Sequence[str], tokens: int) -> list[str]:
        """Return what the model writes about each text, in at most ``tokens`` tokens.

        Raises
        ------
        UserError
            When torch or weights are missing, or a single text does not fit into memory.
        """
        distinct = list(dict.fromkeys(texts))
        lengths = [self.length(text) for text in distinct]
        said: dict[str, str] = {}
        for rows in transformer.batches(lengths, _BATCH // self.beams):
            batch = [distinct[row] for row in rows]
            said |= zip(batch, self._written(batch, tokens), strict=True)
        return [said[text] for text in texts]

    def _written(self, texts: list[str], tokens: int) -> list[str]:
        try:
            return self._generated(texts, tokens)
        except (RuntimeError, MemoryError) as problem:
            if not transformer.out_of_memory(problem):
                raise
        if len(texts) == 1:
            raise UserError("Out of memory on one text. Use a smaller model.window or model.beams.")
        half = len(texts) // 2
        return self._written(texts[:half], tokens) + self._written(texts[half:], tokens)

    def _generated(self, texts: list[str], tokens: int) -> list[str]:
        torch = transformer.torch_or_explain()
        read = self.tokenizer(texts, return_tensors="pt", padding=True, verbose=False)
        with torch.inference_mode(), transformer.all_cores():
            written = self.network.generate(
                input_ids=read["input_ids"].to(self.network.device),
                attention_mask=read["attention_mask"].to(self.network.device),
                num_beams=self.beams,
                no_repeat_ngram_size=self.no_repeat,
                length_penalty=self.length_penalty,
                max_new_tokens=tokens,
                do_sample=False,
                **self._opening,
            )
        decoded = self.tokenizer.batch_decode(written, skip_special_tokens=True)
        return [text.strip() for text in decoded]

    @cached_property
    def _opening(self) -> dict[str, int]:
        """What forces the answer's language; nothing for models of one language."""
        if not self.language:
            return {}
        token = self.tokenizer.convert_tokens_to_ids(self.language)
        if token is None or token == self.tokenizer.unk_token_id:
            raise UserError(
                f"model.language: {self.path} has no token {self.language!r}. Use a language token of its"
                " tokenizer, such as fr_XX, or '' for a model of one language."
            )
        return {"forced_bos_token_id": int(token)}

    @cached_property
    def network(self) -> Any:
        """The transformer itself, ready for inference."""
        device, number = transformer.arithmetic(self.precision)
        torch = transformer.torch_or_explain()
        from transformers import AutoModelForSeq2SeqLM

        made = transformer.loaded(AutoModelForSeq2SeqLM, self._place, dtype=getattr(torch, number))
        made.generation_config.update(max_length=None, min_length=0)  # lengths are ours to say
        return made.eval().to(device)

    @cached_property
    def tokenizer(self) -> Any:
        """The model's tokenizer, told the language it reads where it asks for one."""
        transformer.torch_or_explain()
        from transformers import AutoTokenizer

        made = transformer.loaded(AutoTokenizer, self._place)
        if self.language and hasattr(made, "src_lang"):
            made.src_lang = self.language
        return made

    @property
    def _place(self) -> str:
        return transformer.place(self.path, "model.path", "an encoder-decoder such as BART or T5")
