export { en as t, vendorMark, vendorName } from './en';
