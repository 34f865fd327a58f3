"""An encoder–decoder of the transformers library as a function from texts to texts.

Loaded at first use, from a folder or hub id; ``generate`` is called directly, batches hold texts of like
length up to a number of tokens (halved when memory runs out), and equal texts are generated once.
A multilingual model is told by token which language it reads and which it is to write.
``Generator("FOLDER", beams=4).write(["The army left Kidal on Monday …"], tokens=60)``
Source: https://huggingface.co/docs/transformers
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from nlp.errors import UserError
from nlp.models import languages, transformer

_BATCH = 8_192  # tokens with padding, over all beams
_WINDOW = 1_024  # tokens, where neither model nor tokenizer says how many can be read
_UNTOLD = 10**6  # tokenizers that know no limit say 10^30
_LEAST_ROOM = 8  # tokens of text; less cannot be read
# Of the settings that came with a model, those that are ours to say.
_OURS = {
    "max_length": None,
    "min_length": 0,
    "num_return_sequences": 1,
    "return_dict_in_generate": False,
}


@dataclass(eq=False)
class Generator:
    """Texts in, texts out.

    Parameters
    ----------
    path
        Folder that ``save_pretrained`` wrote, or hub id ``OWNER/NAME``.
    beams, no_repeat, length_penalty
        Beams; length in tokens of what may not be said twice (0: anything may); above 0: longer is better.
    window
        Tokens read at once, where the model can; 0: as many as it was made for.
    precision
        'auto', 'float32' or 'bfloat16'.
    """

    path: str | None
    beams: int = 4
    no_repeat: int = 3
    length_penalty: float = 1.0
    window: int = 0
    precision: str = "auto"

    @cached_property
    def room(self) -> int:
        """Tokens of text that can be read at once."""
        hard = self._places("max_encoder_position_embeddings", "max_position_embeddings")
        soft = [*self._places("n_positions"), self.tokenizer.model_max_length]
        known = [size for size in (*hard, *soft) if size < _UNTOLD]
        most = min([self.window, *hard]) if self.window else min(known, default=_WINDOW)
        room = most - self.tokenizer.num_special_tokens_to_add()
        if room < _LEAST_ROOM:
            raise UserError(f"model.window: {self.window} leaves no room for text. Use 16 or more.")
        return int(room)

    def _places(self, *names: str) -> list[int]:
        """Return those of the network's limits that it has."""
        found = (getattr(self.network.config, name, None) for name in names)
        return [size for size in found if size]

    def length(self, text: str) -> int:
        """Return how many tokens ``text`` has."""
        return len(self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def write(
        self, texts: Sequence[str], tokens: int, source: str = "", target: str = "", least: int = 0
    ) -> list[str]:
        """Return what the model writes about each text, in ``least`` to ``tokens`` tokens.

        ``source`` and ``target``: tokens of the languages to read and to write; '' leaves it to the model.

        Raises
        ------
        UserError
            When torch or weights are missing, or a single text does not fit into memory.
        """
        if source and hasattr(self.tokenizer, "src_lang"):
            self.tokenizer.src_lang = source.strip("_")  # M2M100 writes __fr__ and asks for fr
        names = ("max_decoder_position_embeddings", "max_position_embeddings")
        places = min(self._places(*names), default=_UNTOLD)
        tokens = min(tokens, places - 2)  # less what an answer opens with
        say = partial(self._written, tokens=tokens, target=target, least=min(least, tokens))
        distinct = list(dict.fromkeys(texts))
        lengths = [self.length(text) for text in distinct]
        said: dict[str, str] = {}
        for rows in transformer.batches(lengths, _BATCH // self.beams):
            batch = [distinct[row] for row in rows]
            said |= zip(batch, say(batch), strict=True)
        return [said[text] for text in texts]

    def token(self, language: str) -> str:
        """Return the token for ``language``: a code such as 'fr', or the token itself; '' when unknown."""
        ids = self.tokenizer.convert_tokens_to_ids
        known = languages.token(self.tokenizer, language)
        whole = language and ids(language) not in (None, self.tokenizer.unk_token_id)
        return known or (language if whole else "")

    def _written(self, texts: list[str], tokens: int, target: str, least: int) -> list[str]:
        try:
            return self._generated(texts, tokens, target, least)
        except (RuntimeError, MemoryError) as problem:
            if not transformer.out_of_memory(problem):
                raise
        if len(texts) == 1:
            raise UserError("Out of memory on one text. Use a smaller model.window or model.beams.")
        half = len(texts) // 2
        first, second = texts[:half], texts[half:]
        return [
            *self._written(first, tokens, target, least),
            *self._written(second, tokens, target, least),
        ]

    def _generated(self, texts: list[str], tokens: int, target: str, least: int) -> list[str]:
        torch = transformer.torch_or_explain()
        forced = {"forced_bos_token_id": self.tokenizer.convert_tokens_to_ids(target)}
        read = self.tokenizer(texts, return_tensors="pt", padding=True, verbose=False)
        with torch.inference_mode(), transformer.all_cores():
            written = self.network.generate(
                input_ids=read["input_ids"].to(self.network.device),
                attention_mask=read["attention_mask"].to(self.network.device),
                num_beams=self.beams,
                no_repeat_ngram_size=self.no_repeat,
                length_penalty=self.length_penalty,
                max_new_tokens=tokens,
                min_new_tokens=least or None,
                do_sample=False,
                **(forced if target else {}),
            )
        decoded = self.tokenizer.batch_decode(written, skip_special_tokens=True)
        return [text.strip() for text in decoded]

    @cached_property
    def network(self) -> Any:
        """The transformer itself, ready for inference."""
        device, number = transformer.arithmetic(self.precision)
        torch = transformer.torch_or_explain()
        from transformers import AutoModelForSeq2SeqLM

        options = {"dtype": getattr(torch, number), "use_safetensors": True}
        made, info = transformer.loaded(
            AutoModelForSeq2SeqLM, self._place, output_loading_info=True, **options
        )
        if missing := sorted(info["missing_keys"]):
            raise UserError(
                f"{self.path} cannot write: it lacks {len(missing)} of the network's weights, such as"
                f" {missing[0]}. Give an encoder-decoder that was trained to summarize."
            )
        made.generation_config.update(**_OURS)
        return made.eval().to(device)

    @cached_property
    def tokenizer(self) -> Any:
        """The model's tokenizer."""
        transformer.torch_or_explain()
        from transformers import AutoTokenizer

        return transformer.loaded(AutoTokenizer, self._place)

    @property
    def _place(self) -> str:
        return transformer.place(self.path, "model.path", "an encoder-decoder such as BART or T5")
