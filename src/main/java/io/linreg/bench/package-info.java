/** How fast a device trains: data of a known answer, the answer checked, and then the time. */
package io.linreg.bench;
