"""Text basics shared by corpora, models and scores: one small file per job.

``normalize`` cleans text, ``tokens`` finds words, ``sentences`` finds sentences, ``language``
names the language, ``page`` reads a saved news page. Import the module you need:

>>> from nlp.text.tokens import words
>>> words("Mali's junta")
['mali', "'s", 'junta']
"""
