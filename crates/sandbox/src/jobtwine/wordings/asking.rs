//! Before an interview: slots wanted, rounds missing, nobody took a slot, too late.

pub(crate) const SLOTS_WANTED: [&str; 12] = [
    "{owner} JobTwine: please share interview slots for {candidate} - {round}. Candidate link: {link}",
    "{owner}\n{candidate} has been added to JobTwine for {job} ({round}).\nThe candidate was e-mailed. Slots can also be given here: {link}",
    "[JobTwine] Slots requested | Round {number}: {round} | {candidate} | {link} | fyi {owner}",
    "Hi {owner}, we are ready to schedule the {round} interview of {candidate}. Pick a time or tell us when it suits: {link} – Team JobTwine",
    "{link}\n\nJobTwine is waiting for preferred slots (round: {round}). {owner}, you may fill them in on behalf of {candidate}.",
    "JobTwine interview on demand\nCandidate: {candidate}\nRound: {round}\nStatus: Pending slots\nLink: {link}\nOwner: {owner}",
    "{owner} {candidate} kann für „{round}“ (JobTwine) jetzt einen Termin wählen: {link}",
    "{owner} : JobTwine attend des créneaux pour {candidate}, tour « {round} ». Lien : {link}",
    "An e-mail went to {candidate}. If you would rather enter the availability for {round} yourself, {owner}, use {link} (JobTwine).",
    "{owner}, action needed (JobTwine)!\nRound {number} of {job}, {round}: no availability yet.\n→ {link}",
    "JobTwine · {job} · {round} · invite sent to candidate · schedule at {link} · cc {owner}",
    "Dear {owner},\n\nplease find below the scheduling link for the {round} round of {candidate}:\n{link}\n\nRegards,\nJobTwine",
];

pub(crate) const AWAITING_ROUNDS: [&str; 12] = [
    "JobTwine: {candidate} cannot be scheduled yet, there is no round information for {job}.",
    "[JobTwine] Round information missing | {job} | {candidate} is on hold",
    "Please add round information for {job} in JobTwine > Jobs. {candidate} will be picked up afterwards.",
    "JobTwine is holding {candidate}: the rounds of {job} have not been set up.",
    "Job: {job}\nRounds: none\nCandidate: {candidate}\nStatus: awaiting round set-up (JobTwine)",
    "We would love to interview {candidate}, but JobTwine does not know which rounds {job} needs. Click \"Add Round Information\".",
    "Für {job} sind in JobTwine noch keine Runden angelegt. {candidate} wartet.",
    "JobTwine : aucun tour n'est défini pour {job}. {candidate} est en attente.",
    "No rounds → no interview. (JobTwine, {job})",
    "{candidate} - waiting. Reason: job \"{job}\" without rounds. Source: JobTwine",
    "Heads-up from JobTwine! {job} was pulled from Lever but nobody has entered its interview rounds.",
    "Hello,\n\nthe candidate was received. Interviews for {job} start once its rounds are configured.\n\nJobTwine",
];

pub(crate) const NO_TAKER: [&str; 12] = [
    "{owner} JobTwine: no interviewer took any of the slots for {candidate} - {round}. Please share other slots: {link}",
    "Unfortunately none of our interviewers is free at the given times ({round}, {candidate}). New slots, please: {link} {owner}",
    "[JobTwine] Slots not claimed | Round {number}: {round} | {candidate} | {link} | {owner}",
    "{owner}, the preferred slots for {round} could not be matched. We have asked {candidate} again; you can help here: {link}. JobTwine",
    "{link}\nMore availability needed for {round}. The earlier slots found no interviewer. {owner} (JobTwine)",
    "JobTwine\nRound: {round}\nStatus: Pending slots (again)\nReason: no interviewer available\nLink: {link}\nOwner: {owner}",
    "{owner} Für „{round}“ hat sich niemand für die vorgeschlagenen Zeiten gefunden. Bitte neue Zeiten: {link} (JobTwine)",
    "{owner} : aucun interviewer n'a accepté les créneaux ({round}). Merci d'en proposer d'autres : {link} — JobTwine",
    "All slots declined. {candidate} / {round} / {owner} / {link} / JobTwine",
    "We are sorry, {owner}: interviewers for {round} are fully booked at those times. Could {candidate} offer different ones? {link}",
    "{round}: 0 interviewers accepted. Next step for {owner}: {link}. – JobTwine scheduling",
    "Dear {owner},\n\nno interviewer was able to take the proposed slots of {candidate} ({round}). Kindly propose others:\n{link}\n\nRegards,\nJobTwine",
];

pub(crate) const EXPIRED: [&str; 12] = [
    "JobTwine: the scheduling link for {candidate} - {round} has expired, no slots were given.",
    "[JobTwine] Expired | Round {number}: {round} | {candidate}",
    "No availability was received in time for {round}. The link no longer works. Move {candidate} out of the stage and back in to start over. (JobTwine)",
    "{round} - link expired. JobTwine",
    "JobTwine\nRound: {round}\nCandidate: {candidate}\nStatus: Expired",
    "{candidate} did not answer, so we closed the request for {round}. Best, JobTwine",
    "Der Terminlink für „{round}“ ist abgelaufen. (JobTwine, {candidate})",
    "JobTwine : le lien de planification ({round}) a expiré sans réponse de {candidate}.",
    "Time is up: nobody chose a time for {round} with {candidate}. JobTwine",
    "Request closed – no response – {round} – {job} – JobTwine",
    "We have been waiting for slots ({round}) and have now stopped. The invitation of {candidate} is void. Team JobTwine",
    "Hello,\n\nthe invitation to schedule {round} expired unused.\n\nJobTwine",
];
