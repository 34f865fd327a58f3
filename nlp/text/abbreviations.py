"""Abbreviations and sentence openers, English and French: the word lists of ``sentences.split``.

Without the last stop; collected from news usage by the authors. All but EITHER in lower case.

>>> "gen" in TITLES, "sept" in NUMBERED, "Inc" in EITHER, "the" in OPENERS
(True, True, True, True)
"""

_TITLES = """
adj adm amb approx atty brig brig.-gen capt cdr cdt cf cmdr cne col cpl dr drs env esq fr gal gen
gov gén hon insp lt lt.-col maj maj.-gen messrs mgr mlle mm mme mmes mr mrs ms mt mts pdt pr pres
prof pvt r.p rep rev sen sgt st ste supt viz vs v
"""
_NUMBERED = """
app apr art arts aug av avr bldg ch chap dec dim déc ed eq feb fév févr fig figs jan janv jeu juil
jul jun lat lun mar mer mon n° no nos nov nr oct p par para pp ref rm sam sat sec secs sep sept sun
tab tel thu thur thurs tue tues tél ven vol vols wed éd réf
"""
_EITHER = """
Ala Ariz Ark Assn Ave Blvd Bn Bros Calif Cie Co Colo Conn Corp Del Dept Fla Ft Ga Ill Inc Ind Inf Jr
Kan Ky La Ltd Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ont Ore Pa Plc Rd Regt Sec Sens Sr Tenn Tex
Univ Va Vt Wash Wis Wyo al apr av bd boul c cap max min
"""
_OPENERS = """
a about according after all also although an and another any are as at because before both but by
did does each even every few five for four from he her here his how however i if in instead is it
its last later many more most much my neither never no nobody none nor not nothing now of on once
one only or other our residents several she should since six so some such than that the their then
there these they this those though three through to two under until we were what when where
whether which while who why with without yet you your ainsi alors après au aucun aujourd aussi aux
avant avec c' ce cela ces cet cette ceux chaque comme d' dans de depuis des deux du elle elles en
enfin entre est et il ils j' l' la le les leur leurs lors lorsque lui mais malgré n' ni notre nous où
parmi personne peu plus plusieurs pour pourtant puis qu' quand que quel qui rien s' sa sans se
selon ses si son sous sur tous tout toutes trois un une y à
"""
TITLES = frozenset(_TITLES.split())  # a name or a noun follows: never the end of a sentence
NUMBERED = frozenset(_NUMBERED.split())  # not the end before a number or a bracket: 'No. 7'
EITHER = frozenset(_EITHER.split())  # the end only when an opener follows: 'Inc. The'
OPENERS = frozenset(_OPENERS.split())  # open a sentence more often than they follow an abbreviation
