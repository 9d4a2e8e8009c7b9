/** What the packets of a capture start with: the numbers of the LINKTYPE registry. */

/** An Ethernet header. */
export const ETHERNET = 1;
/** An IPv4 or IPv6 header, as its first four bits say. */
export const RAW_IP = 101;
