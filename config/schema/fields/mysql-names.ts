import { z } from "zod";
import { isReservedWord } from "./mysql-reserved-words";

/** Databases of MySQL itself, and of RDS. */
const SYSTEM_DATABASES = ["mysql", "information_schema", "performance_schema", "sys", "innodb", "tmp"];

/** Users of RDS itself, of its proxy, and of MySQL (RDS user guide, "Master user account privileges"). */
const SYSTEM_USERS = ["rdsadmin", "rdsproxyadmin", "rdsrepladmin", "rdstopmgr", "rdshelper", "rds_superuser_role"];

/** Names that attackers try first. */
const GUESSED_USERS = ["admin", "root", "administrator"];

/**
 * Name of a MySQL user, as RDS accepts it. Names that RDS reserves, and names that attackers try first, are refused.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const mysqlUser = z.string().superRefine((name, context) => {
  const message = userProblem(name);
  if (message) {
    context.addIssue({ code: "custom", message });
  }
});

function userProblem(name: string): string | undefined {
  if (!/^[a-zA-Z][a-zA-Z0-9_]{0,15}$/.test(name)) {
    return "must be 1 to 16 letters, digits or underscores, starting with a letter";
  }
  if (GUESSED_USERS.includes(name.toLowerCase())) {
    return "must not be a name that attackers try first";
  }
  if (SYSTEM_USERS.includes(name.toLowerCase())) {
    return "must not be a user of RDS itself";
  }
  return isReservedWord(name) ? "must not be a reserved word of MySQL; RDS refuses it" : undefined;
}

/**
 * Name of a MySQL database that needs no quoting. RDS allows letters, digits and underscores, and refuses reserved words.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
 */
export const databaseName = z.string().superRefine((name, context) => {
  const message = databaseProblem(name);
  if (message) {
    context.addIssue({ code: "custom", message });
  }
});

function databaseProblem(name: string): string | undefined {
  if (!/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(name)) {
    return "must be 1 to 64 letters, digits or underscores, starting with a letter";
  }
  if (SYSTEM_DATABASES.includes(name.toLowerCase())) {
    return "must not be a database of MySQL itself";
  }
  return isReservedWord(name) ? "must not be a reserved word of MySQL; RDS refuses it" : undefined;
}
