"""ROUGE against rouge-score digit for digit, and what it cannot do: Unicode, French, sentences."""

import random

import pytest
from rouge_score import rouge_scorer

from eval.metrics.lcs import longest, union_hits
from eval.metrics.porter import stem
from eval.metrics.rouge import KINDS, Rouge
from nlp.errors import UserError

WORDS = [
    "the",
    "a",
    "of",
    "run",
    "running",
    "ran",
    "runs",
    "cats",
    "cat",
    "nation",
    "national",
    "nationally",
    "happily",
    "dies",
    "dying",
    "skies",
    "généreux",
    "l'armée",
    "café",
    "3.5",
    "1,200",
    "U.S.",
    "naïve",
    "Ж",
    "中文",
    "İstanbul",
    "ﬁ",
    "\u2028",
    "\n",
    "\n",
    "\n\n",
    "-",
    "'",
    ".",
    "agreed",
]


def random_text(rng, longest=60):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, longest)))


@pytest.mark.parametrize("stemmer", [False, True])
def test_google_mode_equals_rouge_score_digit_for_digit(stemmer):
    kinds = [*KINDS, "rouge3"]
    theirs = rouge_scorer.RougeScorer(kinds, use_stemmer=stemmer)
    ours = Rouge(kinds, tokenizer="google", stemmer=stemmer)
    rng = random.Random(0)
    pairs = [(random_text(rng), random_text(rng)) for _ in range(1000)]
    pairs += [("", ""), ("", "a"), ("a", ""), ("\n", "\n\n"), ("é", "é"), ("a\nb", "b\na")]
    for reference, summary in pairs:
        expected = theirs.score(reference, summary)
        found = ours.pair(reference, summary)
        for kind in kinds:
            assert tuple(found[kind]) == tuple(expected[kind]), (kind, reference, summary)


def test_union_subsequence_equals_rouge_score_on_long_lines():
    """Few distinct tokens make many ties, where only the same walk gives the same count."""
    theirs = rouge_scorer.RougeScorer(["rougeLsum"])
    ours = Rouge(["rougeLsum"], tokenizer="google")
    rng = random.Random(1)
    for _ in range(200):
        texts = [
            "\n".join(" ".join(rng.choices("abcdef", k=rng.randint(1, 40))) for _ in range(4))
            for _ in range(2)
        ]
        assert tuple(ours.pair(*texts)["rougeLsum"]) == tuple(theirs.score(*texts)["rougeLsum"])


def test_several_references_take_the_best_f_as_score_multi_does(summarized):
    references = ["the cat sat on the mat", "a cat", "dogs bark loudly at night"]
    item = summarized(0, ["the cat sat down"], references)
    theirs = rouge_scorer.RougeScorer(list(KINDS)).score_multi(references, "the cat sat down")
    metric = Rouge(tokenizer="google")
    found = dict(zip((c.metric for c in metric.outputs()), metric.values(item), strict=True))
    for kind in KINDS:
        assert found[f"{kind}_f"] == theirs[kind].fmeasure
        assert found[f"{kind}_recall"] == theirs[kind].recall


def test_mean_over_references(summarized):
    # 'a b' against 'a b' (F 1, recall 1) and against 'a c d e' (P 1/2, R 1/4, F 1/3)
    item = summarized(0, ["a b"], ["a b", "a c d e"])
    f, recall = Rouge(["rouge1"], references="mean").values(item)
    assert (f, recall) == (pytest.approx(2 / 3), pytest.approx(5 / 8))


def test_unicode_mode_counts_what_google_mode_drops():
    pair = "Les forces à Ménaka", "les FORCES a ménaka"
    assert Rouge().pair(*pair, "fr")["rouge1"].f == 0.75  # à is not a
    # google: 'à', 'é' vanish: les forces m naka / les forces a m naka
    assert Rouge(tokenizer="google").pair(*pair)["rouge1"].f == pytest.approx(8 / 9)
    assert Rouge().pair("Москва", "москва")["rouge1"].f == 1.0


def test_unicode_mode_splits_french_elisions():
    assert Rouge().pair("l'armée", "L’armée", "fr")["rouge1"].f == 1.0
    assert Rouge().pair("l'armée", "une armée", "fr")["rouge1"].f == 0.5


def test_unicode_mode_finds_the_sentences_of_lsum_itself():
    """Sentences in the other order: all words are shared, but no single subsequence holds them."""
    one = "Troops left the base in the north. Leaders met again on Monday."
    other = "Leaders met again on Monday. Troops left the base in the north."
    found = Rouge().pair(one, other, "en")
    assert found["rougeLsum"].f == 1.0
    assert found["rougeL"].f < 0.7
    assert Rouge(tokenizer="google").pair(one, other)["rougeLsum"].f < 0.7


def test_summary_sentences_are_lines_for_lsum(summarized):
    item = summarized(0, ["b c", "a"], ["a\nb c"])
    metric = Rouge(["rougeL", "rougeLsum"], tokenizer="google")
    of_l, _, of_lsum, _ = metric.values(item)
    assert (of_l, of_lsum) == (pytest.approx(2 / 3), 1.0)


def test_codes_start_over_between_pairs_without_changing_values(monkeypatch):
    monkeypatch.setattr("eval.metrics.rouge._CODES", 3)
    metric = Rouge(["rouge1"], tokenizer="google")
    for i in range(20):
        assert metric.pair(f"a{i} b{i} c", f"b{i} c")["rouge1"].recall == pytest.approx(2 / 3)


def test_lcs_by_hand():
    assert longest("abcbdab", "bdcaba") == 4  # the textbook pair
    assert union_hits(["abcd"], ["ab", "cd"]) == 4
    assert union_hits(["ab", "ab"], ["ab"]) == 2  # no token twice
    assert union_hits([], ["a"]) == union_hits(["a"], []) == union_hits([""], [""]) == 0


def test_stems_equal_nltk():
    nltk = pytest.importorskip("nltk.stem")
    theirs = nltk.PorterStemmer()
    rng = random.Random(2)
    suffixes = [
        "ational",
        "tional",
        "enci",
        "anci",
        "izer",
        "bli",
        "alli",
        "entli",
        "eli",
        "ousli",
        "ization",
        "ation",
        "ator",
        "alism",
        "iveness",
        "fulness",
        "ousness",
        "aliti",
        "iviti",
        "biliti",
        "fulli",
        "logi",
        "icate",
        "ative",
        "alize",
        "iciti",
        "ical",
        "ful",
        "ness",
        "al",
        "ance",
        "ence",
        "er",
        "ic",
        "able",
        "ible",
        "ant",
        "ement",
        "ment",
        "ent",
        "ion",
        "sion",
        "tion",
        "ou",
        "ism",
        "ate",
        "iti",
        "ous",
        "ive",
        "ize",
        "ed",
        "eed",
        "ing",
        "ied",
        "ies",
        "sses",
        "ss",
        "s",
        "y",
        "ll",
        "e",
        "allifulli",
    ]
    words = ["sky", "skies", "dying", "news", "howe", "agreed", "feed", "yyy", "oxen", "by", ""]
    for _ in range(20_000):
        root = "".join(rng.choices("aeiouybdglnstzw", k=rng.randint(0, 5)))
        words.append(root + rng.choice(suffixes))
    assert [w for w in words if stem(w) != theirs.stem(w)] == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["rogue1"]}, "Did you mean 'rouge1'"),
        ({"tokenizer": "googel"}, "Did you mean 'google'"),
        ({"references": "min"}, "references is 'min'"),
        ({"stemmer": True}, "needs tokenizer=google"),
    ],
)
def test_options_are_checked(options, message):
    with pytest.raises(UserError, match=message):
        Rouge(**options)


def test_without_reference_there_is_no_value_and_an_unanswered_item_scores_zero(summarized):
    import numpy as np

    from nlp.records import Outcome

    assert np.isnan(Rouge().values(summarized(0, ["a"]))).all()
    failed = summarized(0, ["a"], ["a"], outcome=Outcome.FAILED)
    assert Rouge().values(failed) == [0.0] * 8
