"""Words of news that tell a gain, a loss, an increase or a lessening, whatever the matter: English and Swedish.

General words only: what is good or bad for one trade alone, names of illnesses and what a text is about ("trial", "cancer",
"security") have no place here. A star stands for any ending; words are case-folded. Swedish stems are tried against common words
that begin alike ("kris" is not "Kristersson", "risk" not "riskkapital").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=10_000)
def _starred(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w).replace(r"\*", ".*") for w in sorted(set(words))))


def starred(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole words, in which a star stands for any ending or beginning."""
    return _starred(tuple(words))


def words_of(text: str) -> tuple[str, ...]:
    """Words of a text that is written as a list."""
    return tuple(text.split())


GAIN_EN = words_of("""
achiev* advanc* agree* aid allow* approv* attract* authoris* authoriz* award* backing beneficial benefit* best better bonus
boom* boost* brighter breakthrough* celebrat* cheaper cleared clears commits committed cooperat* cure cured cures deal
deliver* donat* easier easily effective efficien* enabl* encourag* endors* expand* expansion* fast-track* faster funded
funding gain gained gains generous gift* good grant grants granted green-light* growth help* hire hires hiring hope* improv*
incentive* innovat* invest invested invests invit* joins joined launch* leap milestone* offer* open opens opened opening
opportunit* optimis* pledg* prais* profit* progress* promis* promot* protected protects qualif* rebate* recover* recruit*
relief rescu* reviv* reward* safe safer save saves saved secured secures smooth* solv* speeds stabilis* strength* strong*
subsid* success* succeed* support* surplus* sustained thriv* triumph* unlock* upgrad* upheld welcom* win wins winner* winning
won
""")

LOSS_EN = words_of("""
abandon* abus* accident* accus* afraid alarm* anger* angry attack* backlash ban bans banned banning bankrupt* barrier*
blackmail* bleak blame* block* boycott* breach* breakdown* bribe* broke broken bug burden* cancel* casualt* catastroph* chaos
cheat* clash* collaps* collid* complain* conflict* contaminat* corrupt* costly crack* crash* crises crisis criticis*
criticiz* critics cripple* damag* danger* dead deadlock dear dearer death* defeat* defect* deficit* delay* denied deny denies
destroy* deteriorat* die dies died difficult* disappoint* disaster* disput* disrupt* doubt* downturn* drought* error*
evacuat* exodus fail* false fatal* fault* fear* fined fines fire flaw* fraud* frozen glut halt halts halted hack* harm*
harder hurt* idle* idled illegal injur* insolven* jam jammed jamming jeopard* kill* lack* lawsuit* layoff* leak* lose loses
losing loss losses lost malfunction* mislead* misus* obstacle* outage* outlaw* overwhelm* painful panic* penalt* plung*
pollut* poor postpon* problem* protest* quit quits recall* recession refus* reject* resign* restrict* retaliat* risk*
sabotage* scandal* scarc* scrap* seize* severe severely shock* shortage* shrank shut* sink* slow* slump* squeez* stall*
steal* stole* stolen strain* strand* strike* struck struggl* stuck suffer* suspect* suspen* suspic* terror* threat* toxic
trouble* turmoil uncertain* unfair unlawful unsafe unrest victim* violat* violen* vulnerab* warn* weak* withdr* worr* worse
worsen* worst wound* wreck* wrong
""")

LESS_EN = words_of("""
abolish* avert* avoid* cease* curb* cut cuts cutting declin* decreas* diminish* drop* ease eases eased easing eliminat* end
ends ended ending fade* fall falls fallen falling fell fewer halve* halving less lift lifted lifting lifts lower lowers
lowered prevent* reduc* remov* repeal* revers* shed sheds shrink* shrunk stop stops stopped tumbl* waive* retreat*
backtrack* backs backed
""")

MORE_EN = words_of("""
add adds climb* doubl* extend* grow grows growing grew higher increas* jump* more rais* record rise rises rising rose sharply
soar* surg* tripl*
""")

NOT_EN = ["no", "not", "never", "neither", "nor", "cannot", "hardly", "none", "nothing", "nobody", "unable"]

GAIN_SV = words_of("""
anslag avtal* beviljad* beviljar* bidrag bidrar bifall billigare blomstra* bra bäst* bättre effektivare enas enig* etablerar*
expander* framgång* framsteg* frigör* förbättr* fördel* förenkl* förstärk* garanti* genombrott* godkän* gynna* hjälp* hopp*
innovation* insats* investera* investering* inviger* invigs klartecken lansera* lovar lyckad* lyckas lyckats löfte* lättad*
lättare lättnad* lättar lätta lättas lönsam* möjlig* nysats* nöjd* räddar räddad* räddning* samarbet* satsa* satsning* seger*
säkrar säkrare skapa* skydda* smidig* stabil* stark* stimul* stipendi* stöd* stärk* subvention* tillskott* tillväxt* uppgång*
uppsving* utbygg* vann vinna vinner vinst* välkomn* överens* överskott* öppna* nyanställ* anställer rekryterar
""")

LOSS_SV = words_of("""
anfall* angrepp* anklag* arg arga attack* avbrott* avbröt* avgår avslag* avslår besvik* besvär* böter* bottnar brak* bråk*
brist* brott* dråpslag dyr dyra dyrare dyrt död* dålig* explosion* fara farlig* fel felaktig* förbjud* förbud* fördröj*
förlor* förlust* försen* försvag* försvår* försäm* förstör* förorena* förvärra* fusk* gripn* haver* hot hotar hotas hotad*
hotet hinder* hårt inställ* intrång* kapad* katastrof* klaga* kollaps* konflikt* konkurs* korrupt* krasch* kris krisen kriser
krisar kritik* köer* läcka läckor läckt* misslyck* missnöj* missbruk* misstro* misstänk* motgång* motstånd* mutor* nedlägg*
neddrag* nej nödläge* olaglig* olyck* omkom* orolig* oro oros osäker* otillräck* problem* protest* risk risken risker
riskerar rån sabotage* sanktionsavgift* skadad* skador skandal* slog stal stulen* stulna stäng* straff* strejk* strid* stryp*
störning* svag* svår* sämre tapp* tufft tvinga* tvist* underskott* uppsagd* uppsäg* utpress* varna* varning* varsel* varsla*
vite* våld* vägra* åtal* överbelast* överklag* återkall* äventyr* dröj* bestört* indrag* *blockad* *blockaden *strejk*
omöjligt
""")

LESS_SV = words_of("""
avskaff* avvär* bort dämpa* faller fallit falla föll färre halver* hindra* hävs häver hävde lägre mildra* mindre minsk* nedåt
sjunk* sjönk slipp* slopa* sluta* slut stoppa* sänk* undvik* upphäv* upphör* räntesänkning* backar backade backat
retirera* skattesänkning*
""")

MORE_SV = words_of("""
dubbl* fler fördubbl* högre höj* mer rekord* rusa* stiger stigit större uppåt väx* ök*
""")

FAILED_EN = ["refuse", "refuses", "refused", "fails", "failed"]  # "refused to slow": no change is told

NOT_SV = ["inte", "ingen", "inget", "inga", "aldrig", "varken", "ej", "knappt", "omöjligt"]

# Words of change beyond those above, for quantities that a force is measured by (`change`).
DOWN_EN = words_of("""
lowest trim* slash* slashed axe axes axed shav* slump* plung* plummet* sink* sank freez* froze* frozen withdr* shelv* dry dries
dried vanish* disappear* lose loses lost losing soft* cool* retreat* shorter smaller cheaper relief wane* collaps* weaken*
relax* loosen* shorten* lessen* narrow* dilut* soften* flee flees fleeing fled limits slow slows slowed slower slowing
""")

UP_EN = words_of("""
impos* introduc* widen* worsen* tighten* strengthen* hike* extra expand* boost* upward* dearer longer bigger larger highest
strict* stricter tough* deepen* doubles swell* mount* flood* build builds building built open opens opened opening launch*
starts started back resum* return* restor* approv* enough grant* award*
""")

UNDO_EN = words_of("""
scrap* cancel* postpon* delay* drop drops dropped abandon* halt* reject* block* repeal* revers* avert* avoid* suspend* stop
stops stopped abolish* end ends ended ban bans banned annul* void* overturn* revok* overrul* prevent* veto* denied
""")

DOWN_SV = words_of("""
lägst lägsta rasa* rasar dyk* störtdyk* krymp* försvinn* försvann tapp* billigare kortare lindr* lättar lätta lättare mattas
backa* stryp* bromsa* frys* fryst* indrag* dras flyr flydde urvattna* uppluckra* förkorta* kortar
""")

UP_SV = words_of("""
införa inför införs infört skärp* utvidga* förvärra* dyrare längre extra fler* stärk* byggs bygger byggt öppna*
startar startade inviger invigs delar tillskott* hårdare strängare svårare återinför* återupp* högst* utöka* skjuter rusar
""")

UNDO_SV = words_of("""
slopa* avskaff* stoppa* dröj* upphäv* upphör* försen* fördröj* inställ* avblås* återkall* avvär* undvik* häv* hävs häver
avbryt*
""")

RESTRICTIONS = words_of("""
ban bans sanction* tariff* duty duties embargo* restriction* curbs limit limits blockade* requirement* moratorium control
controls cap caps stop freeze rule rules halt prohibition* overtime threshold* förbud* tull* sanktion* stopp exportstopp*
krav* blockad* embargo* restriktion* tak taket *tull* *förbud* *blockad* *stopp
""")

# Told only by what becomes of them: costs are a gain where they fall and a loss where they rise, means the other way round.
COST_EN = words_of("""
cost costs price prices fee fees tax taxes duty duties tariff tariffs rent rents debt debts inflation unemployment queue
queues bureaucracy emissions requirement* threshold* readmissions premiums expenses bills absence dependence
""")

MEANS_EN = words_of("""
investment* sums sum revenue* sales orders jobs demand budget budgets money funds capital shares output production capacity
supply supplies exports wages income savings turnover staff members customers deals rounds investors resources spending
confidence trust
""")

COST_SV = words_of("""
kostnad* avgift* pris priset priser priserna skatt* tull* hyra hyror* skuld* ränta räntan räntor* styrränta* inflation*
arbetslöshet* *lönegolv* krav* kravet väntetid* byråkrati* utsläpp* elpris* gaspris*
""")

MEANS_SV = words_of("""
intäkt* omsättning* försäljning* order ordrar* jobb jobben efterfrågan budget* pengar medel kapital* aktie* produktion*
kapacitet* export* lön löner* inkomst* anslagen resurser kunder* personal* medlemmar tilliten förtroendet
""")

# Stand between what is told and what becomes of it; not counted as words between them.
HELPERS = frozenset(
    words_of("""
is are was were has have had will would may can could to be been it expected begins starts continues är var har hade ska kan
kunde att väntas börjar fortsätter
""")
)
