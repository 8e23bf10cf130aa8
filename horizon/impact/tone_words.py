"""Words of news that tell a gain, a loss, an increase or a lessening, whatever the matter: English and Swedish.

General words only: what is good or bad for one trade alone, names of illnesses and what a text is about ("trial", "cancer",
"security") have no place here. A star stands for any ending; words are case-folded. Swedish stems are tried against common words
that begin alike ("kris" is not "Kristersson", "risk" not "riskkapital").
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GAIN_EN = _words("""
achiev* advanc* agree* aid allow* approv* attract* authoris* authoriz* award* backing beneficial benefit* best better bonus
boom* boost* brighter breakthrough* celebrat* cheaper commits committed cooperat* cure cured cures deal deliver* donat* easier
easily effective efficien* enabl* encourag* endors* expand* expansion* fast-track* faster funded funding gain gained gains
generous gift* good grant grants granted green-light* growth help* hire hires hiring hope* improv* incentive* innovat* invest
invested invests invit* joins joined launch* leap milestone* offer* open opens opened opening opportunit* optimis* pledg*
prais* profit* progress* promis* promot* protected protects qualif* rebate* recover* recruit* relief rescu* reviv* reward*
safe safer save saves saved secured secures smooth* solv* speeds stabilis* strength* strong* subsid* success* succeed*
support* surplus* sustained thriv* triumph* unlock* upgrad* upheld welcom* win wins winner* winning won
""")

LOSS_EN = _words("""
abandon* abus* accident* accus* afraid alarm* anger* angry attack* backlash ban bans banned banning bankrupt* barrier*
blackmail* bleak blame* block* boycott* breach* breakdown* bribe* broke broken bug burden* cancel* casualt* catastroph* chaos
cheat* clash* collaps* collid* complain* conflict* contaminat* corrupt* costly crack* crash* crises crisis criticis* criticiz*
critics cripple* damag* danger* dead deadlock death* defeat* defect* deficit* delay* denied deny denies destroy* deteriorat*
die dies died difficult* disappoint* disaster* disput* disrupt* doubt* downturn* drought* error* evacuat* exodus fail* false
fatal* fault* fear* fined fines fire flaw* fraud* frozen glut halt halts halted hack* harm* harder hurt* idle* idled illegal
injur* insolven* jam jammed jamming jeopard* kill* lack* lawsuit* layoff* leak* lose loses losing loss losses lost
malfunction* mislead* misus* obstacle* outage* outlaw* overwhelm* painful panic* penalt* plung* pollut* poor postpon* problem*
protest* quit quits recall* recession refus* reject* resign* restrict* retaliat* risk* sabotage* scandal* scarc* scrap* seize*
severe severely shock* shortage* shrank shut* sink* slow* slump* squeez* stall* steal* stole* stolen strain* strand* strike*
struck struggl* stuck suffer* suspect* suspen* suspic* terror* threat* toxic trouble* turmoil uncertain* unfair unlawful
unsafe unrest victim* violat* violen* vulnerab* warn* weak* withdr* worr* worse worsen* worst wound* wreck* wrong
""")

LESS_EN = _words("""
abolish* avert* avoid* cease* curb* cut cuts cutting declin* decreas* diminish* drop* ease eases eased easing eliminat* end
ends ended ending fade* fall falls fallen falling fell fewer half halve* halving less lift lifted lifting lifts lower lowers
lowered prevent* reduc* remov* repeal* revers* shed sheds shrink* shrunk stop stops stopped tumbl* waive* without retreat*
backtrack* backs backed
""")

MORE_EN = _words("""
add adds climb* doubl* extend* grow grows growing grew higher increas* jump* more rais* record rise rises rising rose sharply
soar* surg* tripl*
""")

NOT_EN = ["no", "not", "never", "neither", "nor", "cannot", "hardly", "none", "nothing", "nobody", "unable"]

GAIN_SV = _words("""
anslag avtal* beviljad* beviljar* bidrag bidrar bifall billigare blomstra* bra bäst* bättre effektivare enas enig* etablerar*
expander* framgång* framsteg* frigör* förbättr* fördel* förenkl* förstärk* garanti* genombrott* godkän* gynna* hjälp* hopp*
innovation* insats* investera* investering* inviger* invigs klartecken lansera* lovar lyckad* lyckas lyckats löfte* lättad*
lättare lättnad* lättar lätta lättas lönsam* möjlig* nysats* nöjd* räddar räddad* räddning* samarbet* satsa* satsning* seger*
säkrar säkrare skapa* skydda* smidig* stabil* stark* stimul* stipendi* stöd* stärk* subvention* tillskott* tillväxt* uppgång*
uppsving* utbygg* vann vinna vinner vinst* välkomn* överens* överskott* öppna* nyanställ* anställer rekryterar
""")

LOSS_SV = _words("""
anfall* angrepp* anklag* arg arga attack* avbrott* avbröt* avgår avslag* avslår besvik* besvär* böter* bottnar brak* bråk*
brist* brott* dråpslag dyr dyra dyrare dyrt död* dålig* explosion* fara farlig* fel felaktig* förbjud* förbud* fördröj*
förlor* förlust* försen* försvag* försvår* försäm* förstör* förorena* förvärra* fusk* gripn* haver* hot hotar hotas hotad*
hotet hinder* hårt inställ* intrång* kapad* katastrof* klaga* kollaps* konflikt* konkurs* korrupt* krasch* kris krisen kriser
krisar kritik* köer* läcka läckor läckt* misslyck* missnöj* missbruk* misstro* misstänk* motgång* motstånd* mutor* nedlägg*
neddrag* nej nödläge* olaglig* olyck* omkom* orolig* oro oros osäker* otillräck* problem* protest* risk risken risker riskerar
rån sabotage* sanktionsavgift* skadad* skador skandal* slog stal stulen* stulna stäng* straff* strejk* strid* stryp* störning*
svag* svår* sämre tapp* tufft tvinga* tvist* underskott* uppsagd* uppsäg* utpress* varna* varning* varsel* varsla* vite* våld*
vägra* åtal* överbelast* överklag* återkall* äventyr*
""")

LESS_SV = _words("""
avskaff* avvär* bort dämpa* faller fallit falla föll färre halver* hindra* hävs häver hävde lägre mildra* mindre minsk* nedåt
sjunk* sjönk slipp* slopa* sluta* slut stoppa* sänk* undvik* upphäv* upphör* utan räntesänkning* backar backade backat
retirera* skattesänkning*
""")

MORE_SV = _words("""
dubbl* fler flera fördubbl* högre höj* mer rekord* rusa* stiger stigit större uppåt väx* ök*
""")

NOT_SV = ["inte", "ingen", "inget", "inga", "aldrig", "varken", "ej", "knappt", "omöjligt"]

# Told only by what becomes of them: costs are a gain where they fall and a loss where they rise, means the other way round.
COST_EN = _words("""
cost costs price prices fee fees tax taxes duty duties tariff tariffs rent rents debt debts inflation unemployment queue
queues bureaucracy emissions premiums expenses bills absence dependence
""")

MEANS_EN = _words("""
investment* sums sum revenue* sales orders jobs demand budget budgets money funds capital shares output production capacity
supply supplies exports wages income savings turnover staff members customers deals rounds investors resources spending
confidence trust
""")

COST_SV = _words("""
kostnad* avgift* pris priset priser priserna skatt* tull* hyra hyror* skuld* ränta räntan räntor* styrränta* inflation*
arbetslöshet* väntetid* byråkrati* utsläpp* elpris* gaspris*
""")

MEANS_SV = _words("""
intäkt* omsättning* försäljning* order ordrar* jobb jobben efterfrågan budget* pengar medel kapital* aktie* produktion*
kapacitet* export* lön löner* inkomst* anslagen resurser kunder* personal* medlemmar tilliten förtroendet
""")

# Stand between what is told and what becomes of it; not counted as words between them.
HELPERS = frozenset(
    _words("""
is are was were has have had will would may can could to be been it expected begins starts continues
är var har hade ska kan kunde att väntas börjar fortsätter
""")
)
