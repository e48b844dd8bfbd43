/** Tests of the hosts' scripts. Fake programs record all calls. The tests need bash and python3, like the hosts. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/userdata"],
  testPathIgnorePatterns: ["/node_modules/"],
};
