import pytest

from nlp.text.language import detect

CASES = {
    "en": "The army said on Monday that it had taken the town after three days of fighting.",
    "fr": "L'armée a annoncé lundi avoir repris la ville après trois jours de combats.",
    "es": "El ejército dijo el lunes que había tomado la ciudad después de tres días de combates.",
    "pt": "O exército disse na segunda-feira que não tinha tomado a cidade, mas que foi até ao rio.",
    "it": "L'esercito ha detto lunedì che la città è stata presa dopo tre giorni di combattimenti.",
    "de": "Die Armee hat am Montag gesagt, dass sie die Stadt nach drei Tagen eingenommen hat.",
    "nl": "Het leger zei maandag dat het de stad na drie dagen van gevechten heeft ingenomen.",
    "sw": "Jeshi la nchi hiyo lilisema kwamba watu wengi wa mji huo waliondoka baada ya vita.",
}


@pytest.mark.parametrize(("language", "text"), CASES.items(), ids=CASES)
def test_detect(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text", ["", "OK", "Kidal Gao Ménaka 2024", "armée mali junte 3 4 5", "他走了。"]
)
def test_unsure(text: str) -> None:
    assert detect(text) == ""


def test_long_text_is_judged_by_its_beginning() -> None:
    assert detect(CASES["fr"] * 20 + CASES["en"] * 100) == "fr"
