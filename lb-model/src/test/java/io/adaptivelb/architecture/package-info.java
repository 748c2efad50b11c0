/** The directions in which the packages of the heart may import. */
package io.adaptivelb.architecture;
