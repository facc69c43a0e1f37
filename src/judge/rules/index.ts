import type { Rule } from '../rule.js';
import { adminPortOutside } from './admin-port-outside.js';
import { alternativeWebPort } from './alternative-web-port.js';
import { anonymiserNetwork } from './anonymiser-network.js';
import { askedByAddress } from './asked-by-address.js';
import { bareCommandLine } from './bare-command-line.js';
import { borrowedPlatform } from './borrowed-platform.js';
import { c2DefaultPort } from './c2-default-port.js';
import { deletedProgram } from './deleted-program.js';
import { failedAttempts } from './failed-attempts.js';
import { failedRun } from './failed-run.js';
import { fanOut } from './fan-out.js';
import { firstSeenLate } from './first-seen-late.js';
import { halfClosed } from './half-closed.js';
import { homeLine } from './home-line.js';
import { inwardSweep } from './inward-sweep.js';
import { kernelThreadName } from './kernel-thread-name.js';
import { knownScheduler } from './known-scheduler.js';
import { listedAllow } from './listed-allow.js';
import { listedAnonymiser } from './listed-anonymiser.js';
import { listedAttacker } from './listed-attacker.js';
import { listedC2 } from './listed-c2.js';
import { listedCriminalNetwork } from './listed-criminal-network.js';
import { listedKnownGood } from './listed-known-good.js';
import { listedPayload } from './listed-payload.js';
import { listedScanner } from './listed-scanner.js';
import { listedSinkhole } from './listed-sinkhole.js';
import { listedSpam } from './listed-spam.js';
import { listedWatch } from './listed-watch.js';
import { littleKnownOwner } from './little-known-owner.js';
import { localProtocolOutside } from './local-protocol-outside.js';
import { loneNameServer } from './lone-name-server.js';
import { loneOrganisation } from './lone-organisation.js';
import { longConnection } from './long-connection.js';
import { lookAlikeName } from './look-alike-name.js';
import { mailPort } from './mail-port.js';
import { manySites } from './many-sites.js';
import { missingProgram } from './missing-program.js';
import { nameContradictsOwner } from './name-contradicts-owner.js';
import { nameForeignLetters } from './name-foreign-letters.js';
import { nameGenerated } from './name-generated.js';
import { nameImitates } from './name-imitates.js';
import { nameKindRule } from './name-kind.js';
import { oddFolder } from './odd-folder.js';
import { oddParent } from './odd-parent.js';
import { oddProgramName } from './odd-program-name.js';
import { offPort } from './off-port.js';
import { plainHttp } from './plain-http.js';
import { plainHttpOpenCdn } from './plain-http-open-cdn.js';
import { platformService } from './platform-service.js';
import { portOwner } from './port-owner.js';
import { portWithoutOwner } from './port-without-owner.js';
import { programContradiction } from './program-contradiction.js';
import { programHabit } from './program-habit.js';
import { programKind } from './program-kind.js';
import { programProfile } from './program-profile.js';
import { protocolService } from './protocol-service.js';
import { publicResolver } from './public-resolver.js';
import { regularBeacon } from './regular-beacon.js';
import { relatedPeers } from './related-peers.js';
import { rentedMachine } from './rented-machine.js';
import { reputation } from './reputation.js';
import { reputationGood } from './reputation-good.js';
import { severalPrograms } from './several-programs.js';
import { shellConnected } from './shell-connected.js';
import { steadyDownload } from './steady-download.js';
import { swarm } from './swarm.js';
import { tellingPort } from './telling-port.js';
import { uncommonPort } from './uncommon-port.js';
import { undescribedProgram } from './undescribed-program.js';
import { unknownHostedService } from './unknown-hosted-service.js';
import { uploadHeavy } from './upload-heavy.js';
import { visitor } from './visitor.js';
import { wrongFolder } from './wrong-folder.js';

/** All rules, alphabetical. */
export const rules: readonly Rule[] = [
  adminPortOutside,
  alternativeWebPort,
  anonymiserNetwork,
  askedByAddress,
  bareCommandLine,
  borrowedPlatform,
  c2DefaultPort,
  deletedProgram,
  failedAttempts,
  failedRun,
  fanOut,
  firstSeenLate,
  halfClosed,
  homeLine,
  inwardSweep,
  kernelThreadName,
  knownScheduler,
  listedAllow,
  listedAnonymiser,
  listedAttacker,
  listedC2,
  listedCriminalNetwork,
  listedKnownGood,
  listedPayload,
  listedScanner,
  listedSinkhole,
  listedSpam,
  listedWatch,
  littleKnownOwner,
  localProtocolOutside,
  loneNameServer,
  loneOrganisation,
  longConnection,
  lookAlikeName,
  mailPort,
  manySites,
  missingProgram,
  nameContradictsOwner,
  nameForeignLetters,
  nameGenerated,
  nameImitates,
  nameKindRule,
  oddFolder,
  oddParent,
  oddProgramName,
  offPort,
  plainHttp,
  plainHttpOpenCdn,
  platformService,
  portOwner,
  portWithoutOwner,
  programContradiction,
  programHabit,
  programKind,
  programProfile,
  protocolService,
  publicResolver,
  regularBeacon,
  relatedPeers,
  rentedMachine,
  reputation,
  reputationGood,
  severalPrograms,
  shellConnected,
  steadyDownload,
  swarm,
  tellingPort,
  uncommonPort,
  undescribedProgram,
  unknownHostedService,
  uploadHeavy,
  visitor,
  wrongFolder,
];
