"""Words that a chain of changes is read by, beside those of `tone_words`: what restores, undoes, hinders, plans and fails.

General words of both languages; a star stands for any ending. Nouns of hindrance count only with the small word that hangs
something on them.
"""

from __future__ import annotations

from horizon.impact.tone_words import words_of

RESTORE_EN = words_of("""
reopen* resum* restart* restor* reinstat* reviv* reactivat* relaunch* readmit* replenish* regain* reconnect* rebuil*
""")
RESTORE_SV = words_of("""
återuppta* återupptog* återställ* återinför* återöppna* återstart* återhämt* återuppliv* återfick återfår återkommer
""")

UNDO_EN = words_of("""
remove* removing rescind* quash* terminat* discontinu* dismantl* mothball* close closes closed closing closure shut
shuts shutting shutdown withdraw* withdrew withdrawal cancellation lapse* expire* expir* invalid* solv* resolv* outlaw*
refuse* refusal deny denies denial forbid* prohibit* pull pulls pulled liquidat* destroy* unwind* unwound dissolv*
""")
UNDO_SV = words_of("""
slopad* avveckl* avslut* nedlägg* nedlagd* nedlagt stäng* stopp stoppet indrag* indra* löser löses löste löst
avhjälp* åtgärda* nekas nekar nekad* vägra* avslag avslås avslår förbjud* ogiltig* underkän* river rivs revs rivits
skrota* skrinlägg* strukit stryks stryker struken annuller* makuler* utebli* försvinn* försvann återkalla* dras
nedmonter* slut avskaffande* uppsagd*
""")

UP_EN = words_of("""
double* doubl* triple* prolong* renew* extend* stretched stepped fuller abundant ample plentiful hold holds held surviv*
escalat* intensif* sign signed signs
""")
UP_SV = words_of("""
förläng* trappas upptrapp* fyllda välfyllda förstärk* håller kvarstår består utökad* fördubbla* dubblera* tredubbl*
tillkommer beviljas beviljar godkänns godkänner klubbas
""")

# Nouns of what holds something back; what hangs on them is held back.
HINDER_EN = words_of("""
ban bans freeze cap caps limit limits stop halt block blockade moratorium suspension hold shortage shortages lack
drought dearth absence scarcity closure cut cuts cutback* reduction reductions drop fall decline loss losses end curb
curbs objection objections refusal withdrawal cancellation repeal abolition removal restriction restrictions embargo
opposition barrier barriers obstacle* delay delays collapse shutdown phase-out stoppage interruption
""")
HINDER_SV = words_of("""
stopp stoppet förbud förbudet tak taket brist bristen frysning frysningen moratorium minskning minskningen sänkning
sänkningen neddragning* nedskärning* nedläggning* avveckling* indragning* slut bortfall bortfallet tapp tappet fall
fallet ras raset spärr spärren hinder hindret motstånd motståndet avslag begränsning* inskränkning* förlust*
avskaffande* slopande* nedgång* torka torkan blockad* embargo* uppskov avbrott avbrottet stängning*
""")

# Of these also what stands before them: "export ban".
COMPOUNDED = frozenset(
    words_of("ban freeze moratorium embargo shortage shortages shutdown glut cap stoppage bottleneck")
)

PLAN_EN = words_of("""
plan plans proposal proposals attempt attempts bid threat threats effort efforts hope hopes promise promises push motion
""")
PLAN_SV = words_of("""
plan planen planer planerna förslag förslaget försök försöket hot hotet löfte löftet hopp hoppet förhoppning* motion
motionen krav
""")

FAIL_EN = words_of(
    "fade fades faded fail fails failed foundered falter* collaps* dashed rejected defeated flop*"
)
FAIL_SV = words_of(
    "grusas grusades bryts bröts spricker sprack faller föll stupar stupade misslyck* undanröj*"
)
GIVE_WAY = words_of("släpper släppte röstas")  # of a hindrance or a plan alone

DENY_EN = ["without", "declines", "declined", "reluctant"]
DENY_SV = ["utan", "nej", "vägrar", "vägrade", "nekar"]

NONE_OF = frozenset(words_of("no without neither lack lacks lacking utan ingen inget inga saknar saknas nej"))

# Say that it is another one, and only beside the word itself that there is more of it.
NEW = words_of("new nya ny nytt")

OBJECTS = frozenset(
    words_of("the an its their his her our this these sin sitt sina den det")
)  # an object follows: no passive

# What hangs an addition on a noun.
LINKS = frozenset(
    words_of("on of to in against for from at with under på av för mot om till i från hos bland vid med")
)
