import { absenceActs } from './absence.ts';
import { admittingActs } from './admitting.ts';
import { attendanceActs } from './attendance.ts';
import { correctingActs } from './correcting.ts';
import { gateActs } from './gates.ts';
import { invitedActs } from './invited.ts';
import { keepTemplate } from './kept-templates.ts';
import { linkActs } from './link-news.ts';
import { meetingActs } from './meetings.ts';
import { mergingActs } from './merging.ts';
import { move } from './moves.ts';
import { organisationActs } from './organisations.ts';
import { deadlineActs } from './reminders/acts.ts';
import { returnLink } from './return-links.ts';
import { roomActs } from './room.ts';
import { sheetMeetingActs } from './run-sheet/meetings.ts';
import { promptActs } from './run-sheet/prompts.ts';
import { stepActs } from './run-sheet/steps.ts';
import { tableActs } from './run-sheet/tables.ts';
import { speakerActs } from './speakers.ts';
import { screenActs } from './screens.ts';
import { timerActs } from './timer-acts.ts';
import { undoMove } from './undo.ts';

/** Everything that is done with a journey by name; what is done in a step of one kind stands with its kind. */
export const journeyActs = {
	...roomActs,
	...timerActs,
	...meetingActs,
	move,
	undoMove,
	...gateActs,
	...attendanceActs,
	...admittingActs,
	...correctingActs,
	...mergingActs,
	...invitedActs,
	returnLink,
	...screenActs,
	...linkActs,
	...stepActs,
	...promptActs,
	...sheetMeetingActs,
	...tableActs,
	...deadlineActs,
	...organisationActs,
	...speakerActs,
	...absenceActs,
	keepTemplate
};
