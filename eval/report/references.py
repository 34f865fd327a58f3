"""The literature that a methods paragraph cites; only what was used is listed.

>>> cited(["rouge"])[0][:9]
'Lin, C.-Y'
"""

from __future__ import annotations

from collections.abc import Sequence

_HESTERBERG = (
    "Hesterberg, T. C. (2015). What teachers should know about the bootstrap."
    " The American Statistician, 69(4), 371–386."
)
_NOREEN = "Noreen, E. W. (1989). Computer-intensive methods for testing hypotheses. Wiley."
_HOLM = (
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure."
    " Scandinavian Journal of Statistics, 6(2), 65–70."
)
_PHIPSON = (
    "Phipson, B., & Smyth, G. K. (2010). Permutation p-values should never be zero."
    " Statistical Applications in Genetics and Molecular Biology, 9(1), Article 39."
)
_CARD = (
    "Card, D., Henderson, P., Khandelwal, U., Jia, R., Mahowald, K., & Jurafsky, D. (2020)."
    " With little power comes great responsibility. EMNLP 2020, 9263–9274."
)
_WORKS = {
    "bootstrap": (
        "Efron, B., & Tibshirani, R. J. (1993). An introduction to the bootstrap. Chapman & Hall.",
        _HESTERBERG,
    ),
    "proportions": (
        "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference."
        " Journal of the American Statistical Association, 22(158), 209–212.",
        "Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small expected"
        " number of positive counts estimated from survey data. Survey Methodology, 24, 193–201.",
    ),
    "rouge": (
        "Lin, C.-Y. (2004). ROUGE: A package for automatic evaluation of summaries."
        " Text Summarization Branches Out, 74–81.",
    ),
    "contrasts": (
        _NOREEN,
        "McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions"
        " or percentages. Psychometrika, 12(2), 153–157.",
        _HOLM,
        _PHIPSON,
        _CARD,
    ),
    "learning": (
        "Cortes, C., Jackel, L. D., Solla, S. A., Vapnik, V., & Denker, J. S. (1994). Learning curves:"
        " Asymptotic values and rate of convergence. NIPS 6, 327–334.",
        "Figueroa, R. L., Zeng-Treitler, Q., Kandula, S., & Ngo, L. H. (2012). Predicting sample size"
        " required for classification performance. BMC Medical Informatics and Decision Making, 12, 8.",
    ),
    "prevalence": (
        "Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test."
        " American Journal of Epidemiology, 107(1), 71–76.",
        "Forman, G. (2008). Quantifying counts and costs via classification."
        " Data Mining and Knowledge Discovery, 17(2), 164–206.",
    ),
    "people": (
        "Nangia, N., & Bowman, S. R. (2019). Human vs. muppet: A conservative estimate of human"
        " performance on the GLUE benchmark. ACL 2019, 4566–4575.",
        "Krippendorff, K. (2018). Content analysis: An introduction to its methodology (4th ed.). Sage.",
    ),
    "suspects": (
        "Northcutt, C. G., Jiang, L., & Chuang, I. L. (2021). Confident learning: Estimating uncertainty"
        " in dataset labels. Journal of Artificial Intelligence Research, 70, 1373–1411.",
    ),
    "checklist": (
        "Kapoor, S., et al. (2024). REFORMS: Consensus-based recommendations for"
        " machine-learning-based science. Science Advances, 10(18), eadk3452.",
    ),
}


def cited(methods: Sequence[str]) -> list[str]:
    """Return the works behind ``methods``, each once, by author."""
    return sorted({work for method in methods for work in _WORKS[method]})
