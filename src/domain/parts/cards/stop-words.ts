// Words that say nothing about what a card is about, in Dutch and in English, without accents.

const dutch = `
aan aangaande achter af al alle alleen allemaal alles als altijd ander andere anderen anders behalve ben beter bij
bijvoorbeeld binnen bijna boven buiten daar daardoor daarin daarna daarom dan dat de deze die dit doe doen doet dus
door e echt een eens eerst elk elkaar elkaars elke en er eraan erachter erboven erg erin erop ervan erover even
eigen eigenlijk gaan gaat ga ge gedaan geen geven geeft gehad genoeg gewoon graag geweest haar had hadden heb hebben
hebt heeft heel hem hen het hier hoe hoeft hoeven hun iedere iedereen iemand iets ik in inderdaad is ja je jij jou
jouw jullie kan kijken kom komen komt kon konden krijgen krijgt kunnen kun kunt laat laten liever maak
maakt maar maken me mee meer meest meeste men met mij mijn misschien mocht mochten moest moesten moet moeten mogen mag
na naar naast nam nee neem nemen neemt niemand niet niets nieuw nieuwe nodig nog nooit nou nu of om omdat onder ons
onze ook op over overal pas per precies samen soms staan staat steeds straks te tegen ten ter terug terwijl toch
toen tot tussen u uit uw vaak van vanaf vanuit veel vind vinden voor vooral waar waarom waarin wanneer want waren was
wat we weer weet weg weinig wel welk welke werd werden weten wie wij wil willen word worden wordt wou wilde zal ze
zeer zeg zeggen zegt zelf zelfs zet zetten zich zien ziet zij zijn zo zoals zonder zou zouden zullen zult ipv ivm oa
bv enz`;

const english = `
a about above after again against all also always am an and another any are as at be because been before being below
between both but by can could did do does doing down each even every few for from further get gets give gives go goes
had has have having he her here hers him his how i if in into is it its just keep let like make makes many may me
might more most much must my need needs never no nobody nor not now of off on once one only or other our ours out over
own please really same say says see she should so some someone such take takes than that the their theirs them
then there these they this those through to together too under until up upon us very want was way we were what when
where which while who whom whose why will with without would you your yours`;

export const stopWords: ReadonlySet<string> = new Set(`${dutch} ${english}`.trim().split(/\s+/));
