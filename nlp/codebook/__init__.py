"""The codebook: topics, stance labels, dictionary terms and rules, typed and validated on load.

One YAML (``data/codebook.yaml`` or the user's own, ``codebook=PATH``) feeds every part that speaks of
labels: the dictionary model, the tasks, the reports. Topics and labels are whatever that file names.

>>> load("data/codebook.yaml").topic_ids  # doctest: +SKIP
('defence_cooperation', 'post_colonial_realignment', 'mercenary_activity')
"""

from nlp.codebook.model import Actor, Codebook, Topic
from nlp.codebook.read import load

__all__ = ["Actor", "Codebook", "Topic", "load"]
