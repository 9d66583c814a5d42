import type { AuditTables } from './audit.ts';
import type { CardTables } from './cards.ts';
import type { CheckInTables } from './check-in.ts';
import type { ConsentTables } from './consent.ts';
import type { DocumentTables } from './documents.ts';
import type { HarvestTables } from './harvest.ts';
import type { JourneyTables } from './journey.ts';
import type { KindTables } from './kinds.ts';
import type { PeopleTables } from './people.ts';
import type { StepTables } from './steps.ts';

/** The tables, as Kysely sees them. Times are ms since 1970; ids are text; what a state is, is a column that says when. */
export interface Database
	extends
		PeopleTables,
		JourneyTables,
		StepTables,
		CheckInTables,
		CardTables,
		DocumentTables,
		HarvestTables,
		ConsentTables,
		KindTables,
		AuditTables {}
