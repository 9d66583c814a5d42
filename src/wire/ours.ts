/**
 * A header of every answer of this program, by which a page knows it from that of a portal: the Wi-Fi of a hall answers in
 * our name until somebody agrees to something.
 */
export const ourHeader = 'x-siroop';
